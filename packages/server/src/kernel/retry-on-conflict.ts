import { VersionConflict } from './errors.ts';

const ATTEMPTS = 3;

/**
 * Runs a load–decide–commit cycle again from its load when somebody else has changed the aggregate
 * meanwhile.
 * @param attempts more where many may change it at the same moment; each that fails means that another's
 * has succeeded
 * @throws VersionConflict after the last attempt; whatever else `cycle` throws at once.
 */
export async function retryOnConflict<T>(cycle: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await cycle();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt >= attempts) throw error;
    }
  }
}
