import { Bare } from './engines/bare.ts';
import { Janus } from './engines/janus.ts';
import { Product } from './engines/product.ts';
import type { Sfu } from './engines/sfu.ts';
import type { Window } from './measure.ts';
import { type Case, type RunOf, riseTogether } from './rising-load.ts';

const JANUS_PORT = 8188;

export interface Plan {
  readonly runs: number;
  readonly cases: readonly Case[];
  readonly window: Window;
  /** Whether Janus with a thread for each connection is measured, too. */
  readonly threads: boolean;
}

/** All runs of one forwarder; none when it could not be started. */
export interface Contestant {
  readonly name: string;
  readonly runs: readonly RunOf[];
  /** Why there are none. */
  readonly missing?: string;
}

export interface Contest {
  readonly product: Contestant;
  readonly bare: Contestant;
  readonly janus: Contestant;
  readonly janusThreads?: Contestant;
}

/** One publisher to many, beside Janus and a bare loop: started anew and measured in turn in every run. */
export async function contest(address: string, plan: Plan): Promise<Contest> {
  const product = new Entrant('the product', () => Product.start(address));
  const bare = new Entrant('bare forwarder on node-datachannel', async () => new Bare(address));
  const janus = new Entrant('Janus event_loops=2', () => Janus.start(address, JANUS_PORT, 2));
  const threads = new Entrant('Janus default', () => Janus.start(address, JANUS_PORT + 1));
  const entrants = [product, bare, janus, ...(plan.threads ? [threads] : [])];
  for (let run = 0; run < plan.runs; run += 1) await runOnce(entrants, plan);
  return { product, bare, janus, ...(plan.threads ? { janusThreads: threads } : {}) };
}

class Entrant implements Contestant {
  readonly name: string;
  readonly runs: RunOf[] = [];
  missing?: string;
  readonly #make: () => Promise<Sfu>;

  constructor(name: string, make: () => Promise<Sfu>) {
    this.name = name;
    this.#make = make;
  }

  async start(): Promise<Sfu | undefined> {
    if (this.missing !== undefined) return undefined;
    try {
      return await this.#make();
    } catch (error) {
      this.missing = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${this.name} is missing: ${this.missing}\n`);
      return undefined;
    }
  }
}

async function runOnce(entrants: readonly Entrant[], plan: Plan): Promise<void> {
  const started = await Promise.all(
    entrants.map(async (entrant) => ({ entrant, sfu: await entrant.start() })),
  );
  const present = started.flatMap(({ entrant, sfu }) =>
    sfu === undefined ? [] : [{ entrant, sfu }],
  );
  const runs = await riseTogether(
    present.map(({ sfu }) => sfu),
    plan.cases,
    plan.window,
  );
  for (const [i, { entrant }] of present.entries()) entrant.runs.push(...runs.slice(i, i + 1));
  await Promise.all(present.map(({ sfu }) => sfu.stop()));
}
