import { type Clock, type Journal, systemScope, type Write } from '../../kernel/index.ts';
import type { RegistrationRepository } from './ports.ts';
import type { Registration } from './registration.ts';

export interface RegistrationBookParts {
  readonly registrations: RegistrationRepository;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Where phones are reached, for the server after this one. No events: phones renew all day long. */
export class RegistrationBook {
  readonly #parts: RegistrationBookParts;

  constructor(parts: RegistrationBookParts) {
    this.#parts = parts;
  }

  /** Those that still hold, of every organisation; the others are removed. */
  async recall(): Promise<readonly Registration[]> {
    const { registrations, clock } = this.#parts;
    await this.#commit('default', [registrations.removeExpired(clock.nowMs())]);
    return registrations.listAll();
  }

  /** Puts these in place of all that the device had. @throws VersionConflict when there is no such device any more */
  async keep(org: string, deviceId: string, held: readonly Registration[]): Promise<void> {
    const { registrations } = this.#parts;
    const added = held.map((one, index) => registrations.add(one, index));
    await this.#commit(org, [registrations.removeOf(org, deviceId), ...added]);
  }

  async #commit(org: string, writes: readonly Write[]): Promise<void> {
    await this.#parts.journal.commit({ scope: systemScope(org), writes, events: [] });
  }
}
