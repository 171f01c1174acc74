import { MAX_TOKEN_TTL_S } from '../domain/identity/index.ts';
import { Refusal } from './refusal.ts';

const FORM = /^([1-9][0-9]{0,8})(s|m|h|d)$/;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

/** `30s`, `15m`, `1h`, `2d` in seconds. @throws Refusal (exit code 2) for anything else, or beyond 30 days. */
export function parseTtlS(typed: string): number {
  const [, count, unit = ''] = FORM.exec(typed) ?? [];
  const seconds = Number(count) * (SECONDS.get(unit) ?? Number.NaN);
  if (Number.isNaN(seconds)) {
    throw new Refusal(`"${typed}" is no duration. Write 30s, 15m, 1h or 2d.`, 2);
  }
  if (seconds > MAX_TOKEN_TTL_S) {
    throw new Refusal(
      `"${typed}" is too long: a token lives ${MAX_TOKEN_TTL_S / 86_400}d at most.`,
      2,
    );
  }
  return seconds;
}
