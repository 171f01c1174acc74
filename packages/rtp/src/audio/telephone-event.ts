import { putU16, u8, u16 } from '../bytes.ts';

/** Events 0 to 15 of RFC 4733 section 3.2. */
const DIGITS = '0123456789*#ABCD';
/** The end of a key is told three times, since it matters (RFC 4733 section 2.5.1.4). */
const END_PACKETS = 3;
/** Packets of a key come every 20 ms; this long after the last one it must have ended. */
const SILENT_MS = 200;
/** In -dBm0. */
const VOLUME = 10;

/** Octets of a payload. */
const TELEPHONE_EVENT_BYTES = 4;

export interface TelephoneEvent {
  /** One of `0` to `9`, `*`, `#`, `A` to `D`. */
  readonly digit: string;
  readonly durationMs: number;
}

interface Pressed {
  readonly timestamp: number;
  readonly digit: string;
  duration: number;
  lastMs: number;
}

/** Reads the keys that a telephone presses (RFC 4733), each once, whatever is lost or comes twice. */
export class TelephoneEventReceiver {
  readonly #clockRate: number;
  #pressed: Pressed | undefined;
  /** Of the key that was told last: what belongs to it still arrives. */
  #toldTimestamp: number | undefined;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Takes a packet's payload `bytes[start, end)`. @returns the key that has been released by it */
  receive(
    timestamp: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): TelephoneEvent | undefined {
    const digit = DIGITS[u8(bytes, start)];
    if (end - start < TELEPHONE_EVENT_BYTES || end > bytes.length || digit === undefined)
      return undefined;
    if (timestamp === this.#toldTimestamp) return undefined;
    const before = this.#pressed;
    // The next key has begun, and the end of the one before was lost.
    const missed =
      before !== undefined && before.timestamp !== timestamp ? this.#tell() : undefined;
    const pressed = this.#pressed ?? { timestamp, digit, duration: 0, lastMs: nowMs };
    pressed.duration = Math.max(pressed.duration, u16(bytes, start + 2));
    pressed.lastMs = nowMs;
    this.#pressed = pressed;
    const ended = (u8(bytes, start + 1) & 0x80) !== 0;
    return missed ?? (ended ? this.#tell() : undefined);
  }

  /** The key whose end must have been lost. To be called every 20 ms or so. */
  poll(nowMs: number): TelephoneEvent | undefined {
    if (this.#pressed === undefined || nowMs - this.#pressed.lastMs < SILENT_MS) return undefined;
    return this.#tell();
  }

  #tell(): TelephoneEvent | undefined {
    const pressed = this.#pressed;
    if (pressed === undefined) return undefined;
    this.#pressed = undefined;
    this.#toldTimestamp = pressed.timestamp;
    return {
      digit: pressed.digit,
      durationMs: Math.round((pressed.duration * 1000) / this.#clockRate),
    };
  }
}

/** What takes the place of sound for one step of 20 ms. */
export interface TelephoneEventPacket {
  readonly payload: Uint8Array;
  /** All packets of a key carry the timestamp of its beginning: this many ticks ago. */
  readonly sinceTicks: number;
  readonly marker: boolean;
}

/** Presses keys: gives what to send every 20 ms in place of sound, while there is something to press. */
export class TelephoneEventSender {
  readonly #stepMs: number;
  readonly #stepTicks: number;
  readonly #queue: { readonly event: number; readonly steps: number }[] = [];
  readonly #gapSteps: number;
  /** Steps since the present key began; negative in the gap before the next. */
  #at = 0;

  /** @param gapMs between two keys */
  constructor(clockRate: number, stepMs = 20, gapMs = 60) {
    this.#stepMs = stepMs;
    this.#stepTicks = (clockRate * stepMs) / 1000;
    this.#gapSteps = Math.ceil(gapMs / stepMs);
  }

  /** @returns false, pressing nothing, when one of the digits is none */
  press(digits: string, durationMs: number): boolean {
    const events = [...digits.toUpperCase()].map((digit) => DIGITS.indexOf(digit));
    if (events.includes(-1)) return false;
    const steps = Math.max(2, Math.round(durationMs / this.#stepMs));
    for (const event of events) this.#queue.push({ event, steps });
    return true;
  }

  /** Whether there is something to press, or a gap to keep. */
  get busy(): boolean {
    return this.#queue.length > 0;
  }

  /** Undefined where sound is sent as usual. */
  next(): TelephoneEventPacket | undefined {
    const key = this.#queue[0];
    if (key === undefined) return undefined;
    const at = this.#at;
    this.#at += 1;
    if (at < 0) return undefined;
    if (this.#at === key.steps + END_PACKETS - 1) {
      this.#queue.shift();
      this.#at = this.#queue.length > 0 ? -this.#gapSteps : 0;
    }
    const ended = at >= key.steps - 1;
    const duration = Math.min(0xffff, Math.min(at + 1, key.steps) * this.#stepTicks);
    const payload = Uint8Array.of(key.event, (ended ? 0x80 : 0) | VOLUME, 0, 0);
    putU16(payload, 2, duration);
    return { payload, sinceTicks: at * this.#stepTicks, marker: at === 0 };
  }
}
