import { AppError, type Clock } from '../../kernel/index.ts';

interface Allowance {
  readonly burst: number;
  readonly everyMs: number;
}

/** A transport costs the engine sockets and a handshake; a later offer only text. */
const TRANSPORTS: Allowance = { burst: 6, everyMs: 3000 };
const OFFERS: Allowance = { burst: 20, everyMs: 500 };

/** How often one session may offer: no user can do it faster, and no loop of a client should. */
export class OfferPace {
  readonly #clock: Clock;
  readonly #transports = { left: TRANSPORTS.burst, atMs: 0 };
  readonly #offers = { left: OFFERS.burst, atMs: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws AppError `rate_limited` */
  admit(isNewTransport: boolean): void {
    this.#take(this.#offers, OFFERS);
    if (isNewTransport) this.#take(this.#transports, TRANSPORTS);
  }

  #take(bucket: { left: number; atMs: number }, { burst, everyMs }: Allowance): void {
    const nowMs = this.#clock.nowMs();
    bucket.left = Math.min(burst, bucket.left + (nowMs - bucket.atMs) / everyMs);
    bucket.atMs = nowMs;
    if (bucket.left < 1) {
      const seconds = Math.ceil(((1 - bucket.left) * everyMs) / 1000);
      throw new AppError('rate_limited', { retryAfterS: seconds, params: { seconds } });
    }
    bucket.left -= 1;
  }
}
