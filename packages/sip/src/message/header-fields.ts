import { splitOutside } from './grammar.ts';
import { headerKey, isJoined } from './header-names.ts';

/** One header field as it stood in the message. */
export interface HeaderField {
  /** As written: `Via`, `v`, `X-Room-ID`. */
  readonly name: string;
  /** Unfolded and trimmed. */
  readonly value: string;
  /** The value's own bytes where they are no UTF-8, so that they can be sent on unchanged. */
  readonly bytes?: Uint8Array;
}

/** Fields to put into a message. */
export type HeaderList = Iterable<readonly [name: string, value: string]>;

interface Entry extends HeaderField {
  readonly key: string;
}

/**
 * The header fields of one message, in their order. Names are asked for in any case and in long or
 * compact form. Fields that nobody knows are kept as they are.
 */
export class HeaderFields implements Iterable<HeaderField> {
  readonly #entries: Entry[] = [];
  #version = 0;

  constructor(fields: Iterable<HeaderField> = []) {
    for (const field of fields) this.#entries.push({ ...field, key: headerKey(field.name) });
  }

  /** Grows with every change, so that what was read from the fields can be kept until then: {@link readOnce}. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#entries.length;
  }

  [Symbol.iterator](): Iterator<HeaderField> {
    return this.#entries[Symbol.iterator]();
  }

  has(name: string): boolean {
    const key = headerKey(name);
    return this.#entries.some((entry) => entry.key === key);
  }

  /** The first field of that name, whole: a joined one is not split. */
  get(name: string): string | undefined {
    const key = headerKey(name);
    return this.#entries.find((entry) => entry.key === key)?.value;
  }

  /** Every field of that name, each whole. */
  lines(name: string): readonly string[] {
    const key = headerKey(name);
    const lines: string[] = [];
    for (const entry of this.#entries) if (entry.key === key) lines.push(entry.value);
    return lines;
  }

  /**
   * Every value of that name: repeated fields, and fields joined by commas where the field allows that.
   * A field whose quotes do not close counts as one value.
   */
  values(name: string): readonly string[] {
    const key = headerKey(name);
    const lines = this.lines(key);
    if (!isJoined(key) || lines.every(isSingle)) return lines;
    return lines.flatMap((line) => {
      if (!line.includes(',')) return line === '' ? [] : [line];
      return (splitOutside(line, ',') ?? [line]).filter((value) => value !== '');
    });
  }

  /** The first field of these names (long, lower case) that stands here more than once. */
  firstRepeated(keys: ReadonlySet<string>): string | undefined {
    const seen = new Set<string>();
    for (const { key } of this.#entries) {
      if (!keys.has(key)) continue;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    return undefined;
  }

  /** Adds a field at the end. */
  append(name: string, value: string): this {
    this.#version += 1;
    this.#entries.push(entryOf(name, value));
    return this;
  }

  /** Adds a field before all others of its name, at the top where there is none (Via, Record-Route). */
  prepend(name: string, value: string): this {
    const entry = entryOf(name, value);
    const at = this.#entries.findIndex(({ key }) => key === entry.key);
    this.#version += 1;
    this.#entries.splice(Math.max(at, 0), 0, entry);
    return this;
  }

  /** Puts one field in place of all of that name, where the first of them stood. */
  set(name: string, value: string): this {
    const entry = entryOf(name, value);
    const at = this.#entries.findIndex(({ key }) => key === entry.key);
    if (at < 0) return this.append(name, value);
    this.delete(name);
    this.#version += 1;
    this.#entries.splice(at, 0, entry);
    return this;
  }

  /** Puts these values, one a field, in place of all of that name. */
  setAll(name: string, values: readonly string[]): this {
    this.delete(name);
    for (const value of values) this.append(name, value);
    return this;
  }

  delete(name: string): this {
    const key = headerKey(name);
    this.#version += 1;
    for (let at = this.#entries.length - 1; at >= 0; at -= 1)
      if (this.#entries[at]?.key === key) this.#entries.splice(at, 1);
    return this;
  }

  /** An independent copy. */
  clone(): HeaderFields {
    return new HeaderFields(this.#entries);
  }
}

function isSingle(line: string): boolean {
  return line !== '' && !line.includes(',');
}

/**
 * Makes a reader that looks at the fields of a message once, and again only after they have changed: layer after layer asks
 * for the same Via, tags and CSeq.
 */
export function readOnce<T>(read: (headers: HeaderFields) => T): (headers: HeaderFields) => T {
  const kept = new WeakMap<HeaderFields, { readonly version: number; readonly value: T }>();
  return (headers) => {
    const known = kept.get(headers);
    if (known !== undefined && known.version === headers.version) return known.value;
    const value = read(headers);
    kept.set(headers, { version: headers.version, value });
    return value;
  };
}

/** A line break in a value would let its author write header fields of their own. */
function entryOf(name: string, value: string): Entry {
  return { name, value: value.replace(/[\r\n]+[ \t]*/g, ' '), key: headerKey(name) };
}
