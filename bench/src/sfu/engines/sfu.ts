import type { Stream } from '../browser-sdp.ts';
import type { LoadGenerator } from '../load/load-generator.ts';

/** A forwarder under load: one publisher of video, and any number who watch it. */
export interface Sfu {
  readonly name: string;
  /** Of the processes whose cost counts. */
  readonly pids: readonly number[];
  readonly load: LoadGenerator;
  /** How long it has to find out about the paths of new subscribers; 0 for one that sends regardless. */
  readonly findingMs: number;
  publish(): Promise<void>;
  /** One more who watches; milliseconds from its first message to its first packet. */
  subscribe(): Promise<number>;
  stop(): Promise<void>;
}

export const CAMERA: Stream = { kind: 'video', ssrc: 0x1000_0001, packetBytes: 1200 };
