import { GRANTS, type Grant } from '../kernel/index.ts';
import { Refusal } from './refusal.ts';

const KNOWN: ReadonlyMap<string, Grant> = new Map(GRANTS.map((grant) => [grant, grant]));

/**
 * Scopes as they are typed: the option repeated, or several in one, separated by spaces or commas.
 * @throws Refusal (exit code 2) that names the unknown ones and lists those there are.
 */
export function parseGrants(typed: readonly string[]): readonly Grant[] {
  const words = new Set(
    typed.flatMap((text) => text.split(/[\s,]+/)).filter((word) => word !== ''),
  );
  const grants: Grant[] = [];
  const unknown: string[] = [];
  for (const word of words) {
    const grant = KNOWN.get(word);
    if (grant === undefined) unknown.push(`"${word}"`);
    else grants.push(grant);
  }
  if (unknown.length > 0) {
    throw new Refusal(`Unknown scope ${unknown.join(', ')}. There are: ${GRANTS.join(', ')}.`, 2);
  }
  if (grants.length === 0) throw new Refusal('The scope is empty.', 2);
  return grants;
}
