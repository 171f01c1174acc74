import { isDeepStrictEqual } from 'node:util';
import type { TSchema } from 'typebox';
import { isRecord, type JsonRecord, type JsonValue, plain } from './json.ts';

/** The document's `components.schemas`: every schema with an `$id`, once. */
export class SchemaComponents {
  readonly #schemas = new Map<string, JsonRecord>();

  /**
   * The schema as it stands in an operation: named ones are moved to the components and referred to.
   * @throws Error when two different schemas have one `$id`.
   */
  use(schema: TSchema): JsonValue {
    return this.#lift(plain(schema));
  }

  all(): JsonRecord {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => a.localeCompare(b)));
  }

  #lift(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((item) => this.#lift(item));
    if (!isRecord(value)) return value;
    const members = Object.entries(value).filter(([key]) => key !== '$id');
    const lifted = Object.fromEntries(members.map(([key, member]) => [key, this.#lift(member)]));
    const { $id } = value;
    if (typeof $id !== 'string') return lifted;
    const known = this.#schemas.get($id);
    if (known !== undefined && !isDeepStrictEqual(known, lifted)) {
      throw new Error(`two different schemas are called ${$id}`);
    }
    this.#schemas.set($id, lifted);
    return { $ref: `#/components/schemas/${$id}` };
  }
}
