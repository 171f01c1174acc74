import { readdirSync, readFileSync } from 'node:fs';
import { cpuSeconds } from '../load/cpu.ts';

/**
 * Processor time of all threads of processes, in seconds, to the microsecond where the kernel tells it
 * (`sched` of proc(5)), to its clock tick otherwise. Threads that ended meanwhile are not in it.
 */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (preciseSeconds(pid) ?? cpuSeconds(pid)), 0);
}

function preciseSeconds(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + threadSeconds(pid, thread), 0);
  } catch {
    return undefined;
  }
}

function threadSeconds(pid: number, thread: string): number {
  const sched = readFileSync(`/proc/${pid}/task/${thread}/sched`, 'utf8');
  const [, ms] = /^se\.sum_exec_runtime\s*:\s*([\d.]+)/m.exec(sched) ?? [];
  if (ms === undefined) throw new Error('the kernel does not tell');
  return Number(ms) / 1000;
}
