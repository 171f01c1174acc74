import type { Clock, Secret } from '../../kernel/index.ts';
import { AriFailure } from './failure.ts';

const TIMEOUT_MS = 5_000;
/** Some ten thousand channels. */
const MAX_BYTES = 8 * 1024 * 1024;

export interface AriAccess {
  /** `http://127.0.0.1:8088/ari`, without a slash at the end. */
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}

/**
 * What ARI answers to `GET path`, with Basic authentication (RFC 7617).
 * @param stopped ends the request early
 * @throws AriFailure
 */
export async function getJson(
  { url, user, password }: AriAccess,
  path: string,
  clock: Clock,
  stopped: AbortSignal,
): Promise<unknown> {
  const credentials = Buffer.from(`${user}:${password.reveal()}`).toString('base64');
  const late = new AbortController();
  const cancel = clock.schedule(TIMEOUT_MS, () => late.abort());
  try {
    const response = await fetch(url + path, {
      headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
      // The password is for this address and no other.
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, stopped]),
    });
    const { status } = response;
    if (status !== 200) {
      await response.body?.cancel();
      const refused = status === 401 || status === 403;
      throw new AriFailure(refused ? 'credentials_refused' : 'unexpected_answer');
    }
    const json: unknown = JSON.parse(await boundedText(response));
    return json;
  } catch (error) {
    if (error instanceof AriFailure) throw error;
    if (late.signal.aborted) throw new AriFailure('timeout');
    if (error instanceof SyntaxError) throw new AriFailure('unexpected_answer');
    throw new AriFailure('unreachable', { cause: error });
  } finally {
    cancel();
  }
}

async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new AriFailure('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
