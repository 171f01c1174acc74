import type { ForwardedExtensions, SentPackets } from '@sky-genesis/rtp';
import type { OutgoingStream, Section } from '../negotiation/write-section.ts';
import type { Producer } from './producer.ts';

/** Ids of the layers' packets must not meet in one table: `layer * LAYER_IDS + id`. */
export const LAYER_IDS = 2 ** 40;

/** What a line has to know of a stream that leaves on it. */
export interface Receiver {
  readonly producer: Producer;
  readonly section: Section;
  readonly outgoing: OutgoingStream;
  readonly extensions: ForwardedExtensions;
  readonly sent: SentPackets;
}
