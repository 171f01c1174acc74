/** One video of a viewer, as far as sharing the path is concerned. */
export interface VideoNeed {
  /** Measured rate of each layer, smallest first; 0 for one that does not flow. */
  readonly ratesBps: readonly number[];
  /** The layer that its tile wants; -1 for none. */
  readonly wanted: number;
  /** The layer it has been given so far; -1 for none. */
  readonly current: number;
  readonly pinned: boolean;
  /** Of its tile, in pixels: the larger, the more important. */
  readonly area: number;
}

export interface Allocation {
  /** For each need, the layer it gets; -1 for none. */
  readonly layers: readonly number[];
  /** What they take together. */
  readonly spentBps: number;
  /** The budget that the next step up needs; undefined where everybody has what it wants. */
  readonly missingBps: number | undefined;
}

/** Going up has to leave this much room, or the next fluctuation would lead down again. */
const RISE_MARGIN = 1.15;
/** What is there stays until it takes a little more than there is. */
const STAY_MARGIN = 0.95;

/**
 * Shares `budgetBps` among the videos of one viewer: first each its smallest layer, the pinned and the large
 * before the others; then pinned ones all that they want; then one step each in turn. A video for which
 * not even the smallest layer fits gets none.
 *
 * @param mayRise false to let nobody go up but those who have nothing yet
 */
export function allocate(
  budgetBps: number,
  needs: readonly VideoNeed[],
  mayRise = true,
): Allocation {
  const share = new Share(budgetBps, needs, mayRise);
  const order = needs
    .map((_, i) => i)
    .sort((a, b) => importance(needs[b]) - importance(needs[a]) || a - b);
  for (const i of order) share.step(i);
  const pinned = order.filter((i) => needs[i]?.pinned === true);
  for (const group of [pinned, order])
    for (let rising = true; rising; ) rising = group.filter((i) => share.step(i)).length > 0;
  return { layers: share.layers, spentBps: share.spentBps(), missingBps: share.missingBps(order) };
}

function importance(need: VideoNeed | undefined): number {
  if (need === undefined) return 0;
  return need.pinned ? Number.MAX_VALUE : need.area;
}

/** What it takes to give everybody its smallest layer. */
export function smallestBps(needs: readonly VideoNeed[]): number {
  return needs.reduce((sum, need) => sum + rate(need, lowest(need)) * RISE_MARGIN, 0);
}

class Share {
  readonly layers: number[];
  readonly #needs: readonly VideoNeed[];
  readonly #mayRise: boolean;
  #leftBps: number;

  constructor(budgetBps: number, needs: readonly VideoNeed[], mayRise: boolean) {
    this.layers = needs.map(() => -1);
    this.#needs = needs;
    this.#mayRise = mayRise;
    this.#leftBps = budgetBps;
  }

  /** Raises a need to its next layer that flows, where that fits. */
  step(i: number): boolean {
    const need = this.#needs[i];
    const from = this.layers[i] ?? -1;
    if (need === undefined) return false;
    const next = nextLayer(need, from);
    const rises = next > Math.max(need.current, lowest(need));
    if (next < 0 || (rises && !this.#mayRise)) return false;
    const extraBps = cost(need, next) - cost(need, from);
    if (extraBps > this.#leftBps) return false;
    this.#leftBps -= extraBps;
    this.layers[i] = next;
    return true;
  }

  spentBps(): number {
    return this.#needs.reduce((sum, need, i) => sum + rate(need, this.layers[i] ?? -1), 0);
  }

  missingBps(order: readonly number[]): number | undefined {
    for (const i of order) {
      const need = this.#needs[i];
      const from = this.layers[i] ?? -1;
      const next = need === undefined ? -1 : nextLayer(need, from);
      if (need === undefined || next < 0) continue;
      return Math.ceil(this.spentBps() - rate(need, from) + rate(need, next) * RISE_MARGIN);
    }
    return undefined;
  }
}

/** -1 where there is none up to the wanted one. */
function nextLayer({ ratesBps, wanted }: VideoNeed, from: number): number {
  for (let layer = from + 1; layer <= wanted; layer += 1)
    if ((ratesBps[layer] ?? 0) > 0) return layer;
  return -1;
}

function lowest(need: VideoNeed): number {
  return nextLayer(need, -1);
}

function rate({ ratesBps }: VideoNeed, layer: number): number {
  return layer < 0 ? 0 : (ratesBps[layer] ?? 0);
}

function cost(need: VideoNeed, layer: number): number {
  return rate(need, layer) * (layer > need.current ? RISE_MARGIN : STAY_MARGIN);
}
