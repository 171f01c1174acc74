import { median } from '../load/statistics.ts';
import type { Footprint } from './footprint.ts';

/** One look at the engine while nobody is connected. */
export interface Sample extends Footprint {
  /** Connections there have been so far. */
  readonly connections: number;
}

export interface Flatness {
  /** From the first third to the last, by their medians. */
  readonly grownBytes: number;
  readonly bytesPerConnection: number;
  readonly grownDescriptors: number;
  readonly grownThreads: number;
  readonly ok: boolean;
}

export interface Limits {
  /** An allocator's fragments, and a heap that the collector has no reason to shrink. */
  readonly maxGrownBytes: number;
}

/** Compares the last third of the samples with the first; the very first are left to warming up. */
export function flatness(samples: readonly Sample[], { maxGrownBytes }: Limits): Flatness {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const [early, late] = [samples.slice(0, third), samples.slice(-third)];
  const middle = (of: readonly Sample[], figure: (sample: Sample) => number): number =>
    median(of.map(figure));
  const grown = (figure: (sample: Sample) => number): number =>
    middle(late, figure) - middle(early, figure);
  const grownBytes = grown((sample) => sample.residentBytes);
  const connections = grown((sample) => sample.connections);
  const grownDescriptors = grown((sample) => sample.descriptors);
  const grownThreads = grown((sample) => sample.threads);
  return {
    grownBytes,
    bytesPerConnection: connections > 0 ? grownBytes / connections : 0,
    grownDescriptors,
    grownThreads,
    ok: grownBytes <= maxGrownBytes && grownDescriptors <= 0 && grownThreads <= 0,
  };
}
