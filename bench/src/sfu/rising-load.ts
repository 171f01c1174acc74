import { residentBytes } from '../load/cpu.ts';
import type { Sfu } from './engines/sfu.ts';
import { type Measured, measure, RESTING, type Window } from './measure.ts';

export interface Case {
  readonly subscribers: number;
  /** Packets a second of the one publisher. */
  readonly rate: number;
}

/** One run of one forwarder: it was started for it, and ends with it. */
export interface RunOf {
  /** By `caseKey`. */
  readonly measured: ReadonlyMap<string, Measured>;
  readonly kilobytesPerSubscriber: number;
  /** Of one more subscriber, under load, from its first message to its first packet. */
  readonly joinMs: number;
}

/** The first few connections make threads, heaps and compiled code, which are not theirs. */
const SETTLED_SIZE = 10;
/** Between joins while the audience grows: a meeting's beginning, not an attack. */
const JOIN_GAP_MS = 30;
/** So that the compiler is done with the code under measurement. */
const WARM_UP = { warmMs: 0, lengthMs: 2000 } as const;
/** Key frames are asked for once a second at most, and a join waits for one. */
const QUIET_MS = 1200;

export function caseKey({ subscribers, rate }: Case): string {
  return `${subscribers} × ${rate}`;
}

/** Lets all of them grow through the cases, side by side, each measured while the others rest. */
export async function riseTogether(
  sfus: readonly Sfu[],
  cases: readonly Case[],
  window: Window,
): Promise<readonly RunOf[]> {
  const measured = sfus.map(() => new Map<string, Measured>());
  const resident: number[][] = sfus.map(() => []);
  let size = 0;
  await Promise.all(sfus.map((sfu) => sfu.publish()));
  const sizes = [...new Set(cases.map(({ subscribers }) => subscribers))];
  for (const subscribers of sizes) {
    await Promise.all(sfus.map((sfu) => grow(sfu, subscribers - size)));
    if (size === 0)
      await Promise.all(sfus.map((sfu) => measure(sfu, { audio: 0, video: 1000 }, 1, WARM_UP)));
    size = subscribers;
    const [first] = cases.filter((one) => one.subscribers === subscribers);
    for (const sfu of sfus)
      if (first !== undefined && sfu.findingMs > 0)
        await measure(sfu, { audio: 0, video: first.rate }, subscribers, {
          warmMs: 0,
          lengthMs: sfu.findingMs,
        });
    for (const each of cases.filter((one) => one.subscribers === subscribers))
      for (const [i, sfu] of sfus.entries())
        measured[i]?.set(
          caseKey(each),
          await measure(sfu, { audio: 0, video: each.rate }, subscribers, window),
        );
    for (const [i, sfu] of sfus.entries()) resident[i]?.push(memoryOf(sfu));
  }
  await wait(QUIET_MS);
  const joins: number[] = [];
  for (const sfu of sfus) joins.push(await joinUnderLoad(sfu));
  const from = sizes.findIndex((subscribers) => subscribers >= SETTLED_SIZE);
  const added = size - (sizes[from] ?? size);
  return sfus.map((_, i) => ({
    measured: measured[i] ?? new Map(),
    kilobytesPerSubscriber: growth(resident[i] ?? [], from) / 1000 / added,
    joinMs: joins[i] ?? Number.NaN,
  }));
}

async function grow(sfu: Sfu, by: number): Promise<void> {
  // Whoever joins is sent something at once, so that it is known to be there.
  await sfu.load.pace({ audio: 0, video: 500 });
  const joins = Array.from({ length: by }, async (_, i) => {
    await wait(JOIN_GAP_MS * i);
    await sfu.subscribe();
  });
  await Promise.all(joins);
  await sfu.load.pace(RESTING);
}

async function joinUnderLoad(sfu: Sfu): Promise<number> {
  await sfu.load.pace({ audio: 0, video: 500 });
  const ms = await sfu.subscribe();
  await sfu.load.pace(RESTING);
  return ms;
}

function memoryOf({ pids }: Sfu): number {
  return pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
}

function growth(values: readonly number[], from: number): number {
  return (values.at(-1) ?? Number.NaN) - (values[from] ?? Number.NaN);
}

async function wait(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
