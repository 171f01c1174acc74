/** Plain JSON, as a schema is once its TypeBox marks are gone. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonRecord;
export interface JsonRecord {
  [key: string]: JsonValue;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A deep copy without what JSON cannot hold. */
export function plain(value: object): JsonRecord {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  if (!isRecord(copy)) throw new Error('not a JSON object');
  return copy;
}
