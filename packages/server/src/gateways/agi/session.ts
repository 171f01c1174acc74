import type { Writable } from 'node:stream';
import type { CreateCallInput } from '../../domain/calls/index.ts';
import { AppError, type Scope, Secret } from '../../kernel/index.ts';
import { AgiChannel, type AgiEnvironment, readEnvironment } from './channel.ts';
import type { AgiLines } from './lines.ts';
import type { AgiServices } from './ports.ts';

/** A connection's ends. */
export interface AgiPeer {
  readonly lines: AgiLines;
  readonly output: Writable;
  readonly address: string;
}

/**
 * What the PBX's dialplan asks for: makes the call, or finds the room, and leaves its id in `SGE_CALL_ID`; or the code of
 * the refusal in `SGE_ERROR`.
 * @returns what was made or refused, for the log
 * @throws AgiProtocolError when the peer does not keep to the protocol
 */
export async function runAgiSession(services: AgiServices, peer: AgiPeer): Promise<string> {
  const environment = await readEnvironment(peer.lines);
  const channel = new AgiChannel(peer.lines, peer.output);
  const token = await channel.variable('SGE_TOKEN');
  const roomId = await channel.variable('SGE_ROOM');
  try {
    const scope = await authenticate(services, peer.address, token);
    if (roomId !== undefined) {
      await services.rooms.requireOpen(scope, roomId);
      await channel.setVariable('SGE_CALL_ID', roomId);
      return roomId;
    }
    const { id } = await services.calls.create(scope, callIn(environment));
    await handOver(services, scope, channel, id);
    return id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await channel.setVariable('SGE_ERROR', error.code);
    return error.code;
  }
}

async function authenticate(
  { authenticator, sources }: AgiServices,
  address: string,
  token: string | undefined,
): Promise<Scope> {
  if (token === undefined) throw new AppError('unauthenticated');
  const secret = new Secret(token);
  const presented = token.startsWith('sgek_')
    ? ({ kind: 'api_key', key: secret } as const)
    : ({ kind: 'bearer', token: secret } as const);
  const { org, principal } = await authenticator.authenticate(presented);
  // A key of one organisation does not work from another's PBX.
  if (!sources.belongsTo(address, org)) throw new AppError('unauthenticated');
  return { org, principal, source: 'agi' };
}

/** Leaves the call to the PBX; one whose caller has gone is nobody's, and rings no longer. */
async function handOver(
  { calls }: AgiServices,
  scope: Scope,
  channel: AgiChannel,
  id: string,
): Promise<void> {
  try {
    await channel.setVariable('SGE_CALL_ID', id);
  } catch (error) {
    await calls.end(scope, id);
    throw error;
  }
  if (channel.hungUp) await calls.end(scope, id);
}

function callIn(environment: AgiEnvironment): CreateCallInput {
  const number = known(environment.get('agi_callerid'));
  const name = known(environment.get('agi_calleridname'));
  const extension = environment.get('agi_arg_2') ?? environment.get('agi_extension');
  if (extension === undefined || extension === '') throw new AppError('participant_unknown');
  const pbxCallId = environment.get('agi_arg_1');
  return {
    participants: [extension],
    insideOnly: true,
    callType: 'audio',
    metadata: {
      ...(pbxCallId === undefined ? {} : { pbx_call_id: pbxCallId }),
      ...(number === undefined ? {} : { caller_number: number }),
      ...(name === undefined ? {} : { caller_name: name }),
    },
  };
}

/** Asterisk says `unknown` for what it does not know. */
function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === 'unknown' ? undefined : value;
}
