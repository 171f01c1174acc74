import { AppError } from '../../kernel/index.ts';

const MAX_DEPTH = 32;
/** Keys by which JSON reaches a prototype; written plainly or with \u escapes. */
const SUSPECT = /"(?:_|\\u005[fF]){2}|"(?:c|\\u0063)(?:o|\\u006[fF])(?:n|\\u006[eE])/;

/**
 * Parses a JSON body; undefined when it is empty.
 * @throws AppError `invalid_json` also for what is JSON but hostile: nesting deep enough to overflow
 * the stack of whoever walks it later, and keys that reach a prototype.
 */
export function parseJsonBody(text: string): unknown {
  if (text.length === 0) return undefined;
  if (isTooDeep(text)) throw invalid('json_too_deep');
  const value = parse(text);
  if (SUSPECT.test(text) && reachesPrototype(value)) throw invalid('json_forbidden_key');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('json_syntax', error);
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i);
    if (inString) {
      if (character === 0x5c) i += 1;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return false;
}

/** Recursion is bounded by MAX_DEPTH. */
function reachesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  return Object.entries(value).some(
    ([key, member]) =>
      (key === 'constructor' && hasPrototypeKey(member)) || reachesPrototype(member),
  );
}

function hasPrototypeKey(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

function invalid(issue: string, cause?: unknown): AppError {
  return new AppError('invalid_json', { issues: [{ path: '', message: issue }], cause });
}
