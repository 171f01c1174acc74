import { formatAuthParams, parseAuthParams } from '../message/auth-params.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import {
  type DigestAlgorithm,
  digestAlgorithm,
  digestAlgorithms,
  digestHa1,
  digestResponse,
} from './digest.ts';

/** A name and its password. `realm` limits them to one challenger; without it any may ask. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly realm?: string;
}

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: DigestAlgorithm;
  readonly withQop: boolean;
  readonly header: 'Authorization' | 'Proxy-Authorization';
}

/** Why a challenge is not answered. */
export type Unanswerable = 'no-digest-challenge' | 'no-credentials' | 'rejected';

/**
 * Answers the challenges of one peer (RFC 3261 §22, RFC 8760) and remembers them, so that later
 * requests carry credentials at once. One for each peer: it counts the uses of each nonce.
 */
export class DigestClient {
  readonly #credentials: readonly Credentials[];
  readonly #random: RandomBytes;
  /** The latest challenge by header and realm, and how often its nonce was used. */
  readonly #challenges = new Map<string, { challenge: Challenge; uses: number }>();

  constructor(credentials: readonly Credentials[], random: RandomBytes) {
    this.#credentials = credentials;
    this.#random = random;
  }

  /** Puts credentials for all known challenges into a request, in place of those that it has. */
  authorize(request: SipRequest): void {
    request.headers.delete('Authorization').delete('Proxy-Authorization');
    for (const entry of this.#challenges.values()) {
      const credentials = this.#credentialsFor(entry.challenge.realm);
      if (credentials === undefined) continue;
      entry.uses += 1;
      const value = this.#answer(entry.challenge, entry.uses, credentials, request);
      request.headers.append(entry.challenge.header, value);
    }
  }

  /**
   * Takes the challenges of a 401 or 407. `undefined` where the request may be sent again (with a new
   * CSeq and {@link authorize}); otherwise why not. `request` is the one that was answered: refused with
   * the same nonce and not stale, the password is wrong, and asking again would never end.
   */
  accept(request: SipRequest, response: SipResponse): Unanswerable | undefined {
    const challenges = challengesOf(response);
    if (challenges.length === 0) return 'no-digest-challenge';
    for (const { challenge, stale } of challenges) {
      if (this.#credentialsFor(challenge.realm) === undefined) return 'no-credentials';
      if (!stale && answered(request, challenge)) return 'rejected';
      this.#challenges.set(`${challenge.header} ${challenge.realm}`, { challenge, uses: 0 });
    }
    return undefined;
  }

  #credentialsFor(realm: string): Credentials | undefined {
    return (
      this.#credentials.find((one) => one.realm === realm) ??
      this.#credentials.find((one) => one.realm === undefined)
    );
  }

  #answer(challenge: Challenge, uses: number, who: Credentials, request: SipRequest): string {
    const { algorithm, realm, nonce, opaque } = challenge;
    const ha1 = digestHa1(algorithm, who.username, realm, who.password);
    const nonceCount = uses.toString(16).padStart(8, '0');
    const cnonce = randomHex(this.#random, 16);
    const protection = challenge.withQop ? { nonceCount, cnonce } : undefined;
    const { method, uri } = request;
    const response = digestResponse({ algorithm, ha1, method, uri, nonce, protection });
    const params = new Map([
      ['username', who.username],
      ['realm', realm],
      ['nonce', nonce],
      ['uri', uri],
      ['response', response],
      ['algorithm', algorithm],
    ]);
    if (protection) params.set('cnonce', cnonce).set('qop', 'auth').set('nc', nonceCount);
    if (opaque !== undefined) params.set('opaque', opaque);
    return formatAuthParams({ scheme: 'Digest', params }, 'credentials');
  }
}

/** The best challenge of each realm that we can answer: the strongest algorithm, `auth` or no qop. */
function challengesOf(response: SipResponse) {
  const best = new Map<string, { challenge: Challenge; stale: boolean }>();
  for (const [field, header] of [
    ['www-authenticate', 'Authorization'],
    ['proxy-authenticate', 'Proxy-Authorization'],
  ] as const)
    for (const line of response.headers.lines(field)) {
      const found = readChallenge(line, header);
      if (found === undefined) continue;
      const key = `${header} ${found.challenge.realm}`;
      const known = best.get(key);
      if (!known || rank(found.challenge) < rank(known.challenge)) best.set(key, found);
    }
  return [...best.values()];
}

function rank({ algorithm }: Challenge): number {
  return digestAlgorithms.indexOf(algorithm);
}

function readChallenge(line: string, header: Challenge['header']) {
  const { scheme, params } = parseAuthParams(line) ?? { scheme: '', params: new Map() };
  const algorithm = digestAlgorithm(params.get('algorithm'));
  const realm: string | undefined = params.get('realm');
  const nonce: string | undefined = params.get('nonce');
  const qop: string[] | undefined = params
    .get('qop')
    ?.toLowerCase()
    .split(/\s*,\s*/);
  if (scheme.toLowerCase() !== 'digest' || algorithm === undefined) return undefined;
  if (realm === undefined || !nonce || (qop && !qop.includes('auth'))) return undefined;
  const opaque: string | undefined = params.get('opaque');
  const stale = params.get('stale')?.toLowerCase() === 'true';
  const withQop = qop !== undefined;
  return { challenge: { realm, nonce, opaque, algorithm, withQop, header }, stale };
}

/** Whether the request already carried credentials for this realm. */
function answered(request: SipRequest, { header, realm }: Challenge): boolean {
  return request.headers
    .lines(header)
    .some((line) => parseAuthParams(line)?.params.get('realm') === realm);
}
