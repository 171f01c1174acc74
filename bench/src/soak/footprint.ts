import { readdirSync } from 'node:fs';
import { residentBytes } from '../load/cpu.ts';

/** What processes hold of the machine. */
export interface Footprint {
  readonly residentBytes: number;
  readonly descriptors: number;
  readonly threads: number;
}

/** Of all the processes together (proc(5)). */
export function footprint(pids: readonly number[]): Footprint {
  const sum = (of: (pid: number) => number): number =>
    pids.reduce((total, pid) => total + of(pid), 0);
  return {
    residentBytes: sum(residentBytes),
    descriptors: sum((pid) => readdirSync(`/proc/${pid}/fd`).length),
    threads: sum((pid) => readdirSync(`/proc/${pid}/task`).length),
  };
}
