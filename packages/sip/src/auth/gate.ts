import type { Hop } from '../hop.ts';
import type { SipRequest } from '../message/message.ts';
import type { GuessThrottle } from './guess-throttle.ts';
import type { ChallengeReason, DigestServer, Role } from './server.ts';

/** What to do with a request that needs a password. */
export type GateVerdict =
  | { readonly kind: 'accepted'; readonly username: string }
  /** To be answered by this, with these fields. */
  | {
      readonly kind: 'challenge';
      readonly status: 401 | 407;
      readonly reason: ChallengeReason;
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  /** To be given no answer: the source has guessed too often. */
  | { readonly kind: 'ignore' };

/** Checks Digest credentials and hears no more of who guesses them. */
export class DigestGate {
  readonly #server: DigestServer;
  readonly #throttle: GuessThrottle;

  constructor(server: DigestServer, throttle: GuessThrottle) {
    this.#server = server;
    this.#throttle = throttle;
  }

  async check(request: SipRequest, source: Hop, role: Role = 'user-agent'): Promise<GateVerdict> {
    if (this.#throttle.blocks(source.address)) return { kind: 'ignore' };
    const verdict = await this.#server.check(request, role);
    if (verdict.kind === 'accepted') return verdict;
    const { reason } = verdict;
    if (reason === 'wrong-password' || reason === 'unknown-user')
      this.#throttle.fail(source.address);
    if (this.#throttle.blocks(source.address)) return { kind: 'ignore' };
    const [status, name] =
      role === 'proxy'
        ? ([407, 'Proxy-Authenticate'] as const)
        : ([401, 'WWW-Authenticate'] as const);
    const headers = verdict.challenges.map((challenge) => [name, challenge] as const);
    return { kind: 'challenge', status, reason, headers };
  }
}
