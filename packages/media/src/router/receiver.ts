import type { ForwardedExtensions, SentPackets } from '@sky-genesis/rtp';
import type { OutgoingStream, Section } from '../negotiation/write-section.ts';
import type { Producer } from './producer.ts';

/** Ids of the layers' packets must not meet in one table: `layer * LAYER_IDS + id`. */
export const LAYER_IDS = 2 ** 40;

/** Beside the picture's numbers in the note of a sent packet: whether it went out with the marker. */
export const MARKER_NOTE = 1 << 30;

/** What a line has to know of a stream that leaves on it. */
export interface Receiver {
  readonly producer: Producer;
  readonly section: Section;
  readonly outgoing: OutgoingStream;
  readonly extensions: ForwardedExtensions;
  readonly sent: SentPackets;
}
