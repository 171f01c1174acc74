import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type AuthParams, formatAuthParams, parseAuthParams } from '../message/auth-params.ts';
import type { SipRequest } from '../message/message.ts';
import { parseUri, type Uri } from '../message/uri.ts';
import { sameUri } from '../message/uri-equality.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import { type DigestAlgorithm, digestAlgorithm, digestResponse } from './digest.ts';
import { NonceSource } from './nonces.ts';
import { ReplayWindow } from './replay-window.ts';

/**
 * Finds H(username:realm:password) for an algorithm ({@link digestHa1}); `undefined` for a user who
 * does not exist, or has no password of that kind.
 */
export type FindHa1 = (
  username: string,
  algorithm: DigestAlgorithm,
) => Promise<string | undefined> | string | undefined;

export interface DigestServerSettings {
  readonly realm: string;
  /** Offered in this order, the preferred first. */
  readonly algorithms: readonly DigestAlgorithm[];
  readonly findHa1: FindHa1;
  /**
   * Whether credentials for this URI are taken although the request is for another one: a proxy has rewritten it (RFC 3261
   * §22.4 allows that). Without it the host has to be the same.
   */
  readonly servesUri?: (uri: Uri) => boolean;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** At least 32 secret bytes, made anew at every start. */
  readonly key: Uint8Array;
  readonly nonceLifetimeMs: number;
  /** How many nonces are watched for replays at once. */
  readonly watchedNonces: number;
}

/** Why a request is challenged (again). Only `wrong-password` and `unknown-user` speak of guessing. */
export type ChallengeReason =
  | 'no-credentials'
  | 'malformed'
  | 'stale'
  | 'replayed'
  | 'wrong-uri'
  | 'unknown-user'
  | 'wrong-password';

export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly username: string }
  | {
      readonly kind: 'challenge';
      readonly reason: ChallengeReason;
      /** The user that was named, for the throttle and the log; not to be believed. */
      readonly username: string | undefined;
      /** The fields of the 401 or 407: one challenge for each algorithm (RFC 8760 §2.3). */
      readonly challenges: readonly string[];
    };

/** 401 with `Authorization` of user agents and registrars, 407 with the other of proxies (§22.2, §22.3). */
export type Role = 'user-agent' | 'proxy';

/** Checks Digest credentials with qop `auth` (RFC 7616, RFC 8760); without qop they are refused. */
export class DigestServer {
  readonly #settings: DigestServerSettings;
  readonly #nonces: NonceSource;
  readonly #replays: ReplayWindow;

  constructor(settings: DigestServerSettings) {
    const { clock, random, key, nonceLifetimeMs: lifetimeMs } = settings;
    this.#settings = settings;
    this.#nonces = new NonceSource({ clock, random, key, lifetimeMs });
    this.#replays = new ReplayWindow(settings.watchedNonces);
  }

  async check(request: SipRequest, role: Role = 'user-agent'): Promise<DigestVerdict> {
    const field = role === 'proxy' ? 'proxy-authorization' : 'authorization';
    const lines = request.headers.lines(field);
    const ours = lines.flatMap((line) => {
      const parsed = parseAuthParams(line);
      const isOurs = parsed?.scheme.toLowerCase() === 'digest';
      return isOurs && parsed.params.get('realm') === this.#settings.realm ? [parsed] : [];
    });
    const [credentials] = ours;
    if (credentials === undefined) return this.#challenge('no-credentials', undefined);
    const username = credentials.params.get('username');
    const reason = await this.#examine(request, credentials);
    if (reason !== undefined || username === undefined)
      return this.#challenge(reason ?? 'malformed', username);
    return { kind: 'accepted', username };
  }

  async #examine(
    request: SipRequest,
    credentials: AuthParams,
  ): Promise<ChallengeReason | undefined> {
    const read = readCredentials(credentials);
    if (read === undefined || !this.#settings.algorithms.includes(read.algorithm))
      return 'malformed';
    const { nonce, algorithm, uri } = read;
    const verdict = this.#nonces.check(nonce);
    if (verdict !== 'fresh') return 'stale';
    if (!coversUri(request, uri, this.#settings.servesUri)) return 'wrong-uri';
    const ha1 = await this.#settings.findHa1(read.username, algorithm);
    const protection = { nonceCount: read.nonceCount, cnonce: read.cnonce };
    // An unknown user costs the same work as a known one, so that time tells nobody which names exist.
    const input = {
      algorithm,
      ha1: ha1 ?? randomHex(this.#settings.random, 32),
      method: request.method,
    };
    const expected = Buffer.from(digestResponse({ ...input, uri, nonce, protection }));
    const given = Buffer.from(read.response.toLowerCase());
    const matches = given.length === expected.length && timingSafeEqual(given, expected);
    if (ha1 === undefined) return 'unknown-user';
    if (!matches) return 'wrong-password';
    return this.#checkCount(nonce, Number.parseInt(read.nonceCount, 16));
  }

  /** Only after the password: nobody else can use up another's counts. */
  #checkCount(nonce: string, count: number): ChallengeReason | undefined {
    // A nonce that we no longer watch, or never did, starts at 1; else its past can't be known.
    if (!this.#replays.isKnown(nonce) && count > 1) return 'stale';
    return this.#replays.use(nonce, count) ? undefined : 'replayed';
  }

  #challenge(reason: ChallengeReason, username: string | undefined): DigestVerdict {
    const nonce = this.#nonces.make();
    const challenges = this.#settings.algorithms.map((algorithm) => {
      const params = new Map([
        ['realm', this.#settings.realm],
        ['nonce', nonce],
        ['algorithm', algorithm],
        ['qop', 'auth'],
      ]);
      // The password was not what was wrong, so the client need not ask its user again.
      if (reason === 'stale' || reason === 'replayed') params.set('stale', 'true');
      return formatAuthParams({ scheme: 'Digest', params }, 'challenge');
    });
    return { kind: 'challenge', reason, username, challenges };
  }
}

function readCredentials({ params }: AuthParams) {
  const algorithm = digestAlgorithm(params.get('algorithm'));
  const nonceCount = params.get('nc') ?? '';
  const [username, nonce, uri, response, cnonce] = [
    'username',
    'nonce',
    'uri',
    'response',
    'cnonce',
  ].map((name) => params.get(name));
  if (!username || !nonce || !uri || !response || !cnonce || algorithm === undefined)
    return undefined;
  if (params.get('qop')?.toLowerCase() !== 'auth' || !/^[0-9a-f]{8}$/i.test(nonceCount))
    return undefined;
  return { algorithm, username, nonce, uri, response, cnonce, nonceCount };
}

/**
 * RFC 7616 §3.4.6: credentials for one resource are none for another. In SIP that means the server: the user part may
 * have been rewritten on the way, and some phones leave it out (RFC 3261 §22.4).
 */
function coversUri(
  request: SipRequest,
  uri: string,
  serves: ((uri: Uri) => boolean) | undefined,
): boolean {
  if (uri === request.uri) return true;
  const [given, asked] = [parseUri(uri), parseUri(request.uri)];
  if (given === undefined || asked === undefined) return false;
  const sameHost = 'host' in given && 'host' in asked && given.host === asked.host;
  return sameHost || sameUri(given, asked) || serves?.(given) === true;
}
