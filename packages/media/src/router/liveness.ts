/** Browsers send RTCP every second or two (up to 7.5 s for sound alone); nobody may be a ghost for ten. */
const LOST_MS = 8500;
/** From the first answer to a connection; the way there may be long, over TURN and TCP. */
const CONNECT_MS = 20_000;
/** Who was sent something so lately has to acknowledge it. */
const ANSWERS_MS = 2000;

/** What is known of one browser. */
export interface Signs {
  /** Whether it has ever sent media: then its sender reports come for as long as it is there. */
  readonly publishes: boolean;
  /** All that was sent to it so far: what grows has to be acknowledged. */
  readonly sentOctets: number;
  readonly lastPacketMs: number;
}

/**
 * Whether a browser has vanished. Only one that ought to send something can be missed: who neither publishes
 * nor is sent anything is silent by right, and for ICE to notice (consent, RFC 7675, after 30 s).
 */
export class Liveness {
  readonly #joinedMs: number;
  #connected = false;
  /** Since when something has had to come. */
  #expectedMs: number;
  #sentOctets = 0;
  #sentMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: number) {
    this.#joinedMs = nowMs;
    this.#expectedMs = nowMs;
  }

  connect(nowMs: number): void {
    this.#connected = true;
    this.#expectedMs = nowMs;
  }

  /** To be called several times a second. */
  isLost({ publishes, sentOctets, lastPacketMs }: Signs, nowMs: number): boolean {
    if (!this.#connected) return nowMs - this.#joinedMs >= CONNECT_MS;
    if (sentOctets > this.#sentOctets) this.#sentMs = nowMs;
    this.#sentOctets = sentOctets;
    const expected = publishes || nowMs - this.#sentMs < ANSWERS_MS;
    if (!expected) this.#expectedMs = nowMs;
    return nowMs - Math.max(lastPacketMs, this.#expectedMs) >= LOST_MS;
  }
}
