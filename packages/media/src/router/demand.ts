/** What nobody wants any more goes on for this long: somebody may look again. */
const OFF_AFTER_MS = 4000;

/**
 * Which layers of one uplink anybody wants, as its publisher is told it: a layer is switched on at once,
 * and off after a while. All are on at first, since a publisher begins with all.
 */
export class LayerDemand {
  readonly #unwantedSinceMs: (number | undefined)[];
  readonly #told: boolean[];

  constructor(layerCount: number) {
    this.#unwantedSinceMs = Array.from({ length: layerCount }, () => undefined);
    this.#told = Array.from({ length: layerCount }, () => true);
  }

  get layers(): readonly boolean[] {
    return [...this.#told];
  }

  /**
   * @param wanted the highest layer anybody wants, -1 for none. Those below are wanted with it: they
   *   are what a viewer gets whose path becomes too narrow.
   * @returns whether `layers` has changed
   */
  update(wanted: number, nowMs: number): boolean {
    let changed = false;
    for (let layer = 0; layer < this.#told.length; layer += 1) {
      const since = layer <= wanted ? undefined : (this.#unwantedSinceMs[layer] ?? nowMs);
      this.#unwantedSinceMs[layer] = since;
      const on =
        since === undefined || (this.#told[layer] === true && nowMs - since < OFF_AFTER_MS);
      if (on !== this.#told[layer]) changed = true;
      this.#told[layer] = on;
    }
    return changed;
  }
}
