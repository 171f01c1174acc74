import type { Json, JsonObject } from './events.ts';

/** Readers of JSON that this code has stored itself. Each throws an Error when it is not what it was. */

export function storedObject(json: Json | undefined): JsonObject {
  if (!isObject(json)) throw malformed('an object');
  return json;
}

export function storedText(o: JsonObject, field: string): string {
  const value = o[field];
  if (typeof value !== 'string') throw malformed(field);
  return value;
}

export function storedNumber(o: JsonObject, field: string): number {
  const value = o[field];
  if (typeof value !== 'number') throw malformed(field);
  return value;
}

export function storedFlag(o: JsonObject, field: string): boolean {
  const value = o[field];
  if (typeof value !== 'boolean') throw malformed(field);
  return value;
}

/** What `read` reads, or null where null was stored. */
export function storedOrNull<T>(
  read: (o: JsonObject, field: string) => T,
  o: JsonObject,
  field: string,
): T | null {
  return o[field] === null ? null : read(o, field);
}

export function storedOneOf<T extends string>(
  known: readonly T[],
  o: JsonObject,
  field: string,
): T {
  const value = known.find((item) => item === o[field]);
  if (value === undefined) throw malformed(field);
  return value;
}

/** A list, each item of which `read` reads as if it stood alone in the field. */
export function storedList<T>(
  read: (o: JsonObject, field: string) => T,
  o: JsonObject,
  field: string,
): readonly T[] {
  const value = o[field];
  if (!Array.isArray(value)) throw malformed(field);
  return value.map((item) => read({ [field]: item }, field));
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function malformed(what: string): Error {
  return new Error(`a stored value lacks ${what}`);
}
