import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { PbxBridge, PbxChannel, PbxEndpoint } from '../../domain/telephony/index.ts';
import { AriFailure } from './failure.ts';

/**
 * What is read of ARI's resources; the models are in Asterisk's rest-api/api-docs. Members that a newer Asterisk adds
 * are passed over.
 */
const Time = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4}$',
});
const Party = Type.Object({ name: Type.String(), number: Type.String() });
const Ids = Type.Array(Type.String());

const Info = Type.Object({
  system: Type.Object({ version: Type.String() }),
  status: Type.Object({ startup_time: Time }),
});
const Channels = Type.Array(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    state: Type.String(),
    caller: Party,
    connected: Party,
    dialplan: Type.Object({
      context: Type.String(),
      exten: Type.String(),
      app_name: Type.String(),
    }),
    creationtime: Time,
  }),
);
const Bridges = Type.Array(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    bridge_type: Type.String(),
    technology: Type.String(),
    channels: Ids,
    creationtime: Time,
  }),
);
const Endpoints = Type.Array(
  Type.Object({
    technology: Type.String(),
    resource: Type.String(),
    state: Type.Optional(Type.String()),
    channel_ids: Ids,
  }),
);

/** Each reader throws AriFailure `unexpected_answer` for JSON that is not its resource. */
export function readInfo(json: unknown): {
  readonly version: string;
  readonly startedAtMs: number;
} {
  const { system, status } = read(Info, json);
  return { version: system.version, startedAtMs: timeMs(status.startup_time) };
}

export function readChannels(json: unknown): readonly PbxChannel[] {
  return read(Channels, json).map(({ id, name, state, caller, connected, ...channel }) => ({
    ...{ id, name, state },
    caller: { name: caller.name, number: caller.number },
    connected: { name: connected.name, number: connected.number },
    context: channel.dialplan.context,
    extension: channel.dialplan.exten,
    application: channel.dialplan.app_name,
    createdAtMs: timeMs(channel.creationtime),
  }));
}

export function readBridges(json: unknown): readonly PbxBridge[] {
  return read(Bridges, json).map(({ id, name, bridge_type: type, technology, ...bridge }) => ({
    ...{ id, name, type, technology },
    channelIds: bridge.channels,
    createdAtMs: timeMs(bridge.creationtime),
  }));
}

export function readEndpoints(json: unknown): readonly PbxEndpoint[] {
  return read(Endpoints, json).map(({ technology, resource, state, channel_ids: channelIds }) => ({
    ...{ technology, resource, channelIds },
    // ARI leaves the state out where a technology has none.
    state: state ?? 'unknown',
  }));
}

function read<S extends TSchema>(schema: S, json: unknown): Static<S> {
  if (!Check(schema, json)) throw new AriFailure('unexpected_answer');
  return json;
}

/** RFC 3339 wants a colon in the offset, which ARI leaves out. */
function timeMs(text: string): number {
  const ms = Date.parse(text.replace(/(\d\d)$/, ':$1'));
  if (Number.isNaN(ms)) throw new AriFailure('unexpected_answer');
  return ms;
}
