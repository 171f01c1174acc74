import type { Trunk } from '../../domain/telephony/index.ts';

/** How many calls run over each trunk, both ways together. */
export class Channels {
  readonly #used = new Map<string, number>();

  /** False where the trunk has no channel left. */
  take({ id, settings }: Trunk): boolean {
    const used = this.#used.get(id) ?? 0;
    if (used >= settings.maxChannels) return false;
    this.#used.set(id, used + 1);
    return true;
  }

  release({ id }: Trunk): void {
    const used = this.#used.get(id) ?? 0;
    if (used <= 1) this.#used.delete(id);
    else this.#used.set(id, used - 1);
  }

  used(id: string): number {
    return this.#used.get(id) ?? 0;
  }
}
