export type { Static, TSchema } from 'typebox';

import type { Static, TSchema } from 'typebox';
import { Check, Clean } from 'typebox/value';

/**
 * Reads `value`, which came as JSON from a server that may be newer than its reader: members the
 * schema does not name are dropped (from `value` itself), the rest must fit.
 *
 * @returns undefined when it does not fit
 */
export function parseAs<S extends TSchema>(schema: S, value: unknown): Static<S> | undefined {
  const cleaned: unknown = Clean(schema, value);
  return Check(schema, cleaned) ? cleaned : undefined;
}
