import { type Signal, signalOf } from '../../domain/signaling/index.ts';
import type { RecordedEvent } from '../../kernel/index.ts';
import { eventToWire } from '../wire/event-wire.ts';
import { encodeFrame } from './text-frame.ts';

/** An event on its way to connections: put into wire form once, when the first of them takes it. */
export class Publication {
  readonly event: RecordedEvent;
  /** Undefined for other events, and for a signal whose payload is erased. */
  readonly signal: Signal | undefined;
  #frame: Buffer | undefined;

  constructor(event: RecordedEvent) {
    this.event = event;
    this.signal = signalOf(event);
  }

  get frame(): Buffer {
    this.#frame ??= encodeFrame({ type: 'Event', event: eventToWire(this.event) });
    return this.#frame;
  }
}
