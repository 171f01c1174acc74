/** What a receiver does with a packet of one of its source's simulcast layers. */
export type LayerDecision = 'forward' | 'switch' | 'drop';

/**
 * Which simulcast layer a receiver gets. A change of layer waits for a key frame of the wanted
 * layer; meanwhile the present one goes on. Layers are numbered from 0, the smallest.
 */
export class LayerSwitch {
  #current = -1;
  #target = -1;

  /** The layer that is forwarded; -1 for none. */
  get current(): number {
    return this.#current;
  }

  get target(): number {
    return this.#target;
  }

  /** Whether a key frame of `target` is waited for, and so should be asked for. */
  get waiting(): boolean {
    return this.#target >= 0 && this.#target !== this.#current;
  }

  /** The layer that is wanted from now on; -1 stops forwarding at once. */
  want(layer: number): void {
    this.#target = layer;
    if (layer < 0) this.#current = -1;
  }

  /** Stops at once what is forwarded, and waits for the target's key frame. */
  cut(): void {
    this.#current = -1;
  }

  /**
   * `switch` is `forward` for the first packet of another layer: the rewriters have to be restarted
   * before it.
   */
  decide(layer: number, startsKeyFrame: boolean): LayerDecision {
    if (layer === this.#current && layer >= 0) return 'forward';
    if (layer !== this.#target || layer < 0 || !startsKeyFrame) return 'drop';
    this.#current = layer;
    return 'switch';
  }
}
