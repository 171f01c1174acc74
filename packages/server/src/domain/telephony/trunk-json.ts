import type { Json, JsonObject } from '../../kernel/index.ts';
import {
  type OutboundRoute,
  SIP_CODECS,
  SIP_TRANSPORTS,
  TRUNK_AUTHS,
  TRUNK_SRTPS,
  type TrunkSettings,
} from './trunk.ts';

/** The settings as storage keeps them. */
export function trunkSettingsToJson(settings: TrunkSettings): JsonObject {
  return {
    ...settings,
    sourceIps: [...settings.sourceIps],
    codecs: [...settings.codecs],
    routes: settings.routes.map(({ prefix, strip, prepend }) => ({ prefix, strip, prepend })),
  };
}

/** @throws Error when the JSON is not what `trunkSettingsToJson` makes: the database is not ours. */
export function parseTrunkSettings(o: JsonObject): TrunkSettings {
  return {
    name: text(o, 'name'),
    auth: known(TRUNK_AUTHS, o.auth, 'auth'),
    uri: text(o, 'uri'),
    transport: known(SIP_TRANSPORTS, o.transport, 'transport'),
    outboundProxy: o.outboundProxy === null ? null : text(o, 'outboundProxy'),
    sourceIps: list(o, 'sourceIps').map((item) => asText(item, 'sourceIps')),
    username: o.username === null ? null : text(o, 'username'),
    srtp: known(TRUNK_SRTPS, o.srtp, 'srtp'),
    codecs: list(o, 'codecs').map((item) => known(SIP_CODECS, item, 'codecs')),
    maxChannels: number(o, 'maxChannels'),
    priority: number(o, 'priority'),
    weight: number(o, 'weight'),
    routes: list(o, 'routes').map(parseRoute),
    enabled: flag(o, 'enabled'),
  };
}

function parseRoute(json: Json): OutboundRoute {
  if (!isObject(json)) throw malformed('routes');
  return {
    prefix: text(json, 'prefix'),
    strip: number(json, 'strip'),
    prepend: text(json, 'prepend'),
  };
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function list(o: JsonObject, field: string): readonly Json[] {
  const value = o[field];
  if (!Array.isArray(value)) throw malformed(field);
  return value;
}

function text(o: JsonObject, field: string): string {
  return asText(o[field], field);
}

function asText(value: Json | undefined, field: string): string {
  if (typeof value !== 'string') throw malformed(field);
  return value;
}

function number(o: JsonObject, field: string): number {
  const value = o[field];
  if (typeof value !== 'number') throw malformed(field);
  return value;
}

function flag(o: JsonObject, field: string): boolean {
  const value = o[field];
  if (typeof value !== 'boolean') throw malformed(field);
  return value;
}

function known<T extends string>(values: readonly T[], value: Json | undefined, field: string): T {
  const found = values.find((item) => item === value);
  if (found === undefined) throw malformed(field);
  return found;
}

function malformed(what: string): Error {
  return new Error(`a stored trunk lacks ${what}`);
}
