import type { Numbers } from '../src/domain/directory/index.ts';

/** A house without telephony: no extensions, and no way out. */
export const noNumbers: Numbers = {
  usersOf: () => Promise.resolve(new Map()),
  isDialable: () => false,
};
