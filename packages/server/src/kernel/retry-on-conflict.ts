import { VersionConflict } from './errors.ts';

const ATTEMPTS = 3;

/**
 * Runs a load–decide–commit cycle again from its load when somebody else has changed the aggregate
 * meanwhile.
 * @throws VersionConflict after three attempts; whatever else `cycle` throws at once.
 */
export async function retryOnConflict<T>(cycle: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await cycle();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}
