import { requireGrant } from '../../domain/access/index.ts';
import type { Call } from '../../domain/calls/index.ts';
import { AppError } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import { refusal } from './error-frame.ts';
import type { WsServices } from './ports.ts';

const CALL = 'call:';

export function isCallChannel(channel: string): boolean {
  return channel.startsWith(CALL);
}

/**
 * The call behind a channel, for who may follow it.
 * @throws AppError `scope_missing`; `channel_unknown` whether there is no such call or it is not theirs.
 */
export async function readCallOf(
  services: Pick<WsServices, 'calls'>,
  connection: Connection,
  channel: string,
): Promise<Call> {
  requireGrant(connection.scope, 'calls:read');
  try {
    return await services.calls.get(connection.scope, channel.slice(CALL.length));
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'call_not_found') {
      throw refusal('channel_unknown');
    }
    throw cause;
  }
}
