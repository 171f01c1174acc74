/** How one configuration key is read: its text form, its checks and its documentation. */
export interface Key<T> {
  /** Shown in the reference, in the form in which it would be typed. */
  readonly defaultText: string;
  readonly description: string;
  readonly unit?: string;
  /** Never printed, not even by `sge config check`. */
  readonly secret?: true;
  /** The value when the key is absent. */
  readonly absent: () => T;
  /** @throws InvalidValue whose message continues the sentence «SGE_X must be …». */
  readonly parse: (text: string) => T;
}

/** What a value should have been. */
export class InvalidValue extends Error {}

interface Documented {
  readonly description: string;
  readonly unit?: string;
}

export function text(doc: Documented & { readonly default: string }): Key<string> {
  return {
    ...doc,
    defaultText: doc.default,
    absent: () => doc.default,
    parse: (raw) => {
      if (raw.trim() === '') throw new InvalidValue('a text that is not empty');
      return raw.trim();
    },
  };
}

export function optional<T>(
  doc: Documented & { readonly defaultText?: string; readonly secret?: true },
  parse: (raw: string) => T,
): Key<T | undefined> {
  return {
    description: doc.description,
    ...(doc.unit === undefined ? {} : { unit: doc.unit }),
    ...(doc.secret === undefined ? {} : { secret: true }),
    defaultText: doc.defaultText ?? '',
    absent: () => undefined,
    parse,
  };
}

export function integer(
  doc: Documented & { readonly default: number; readonly min: number; readonly max: number },
): Key<number> {
  return {
    ...doc,
    defaultText: String(doc.default),
    absent: () => doc.default,
    parse: (raw) => {
      const value = Number(raw);
      if (!/^\d+$/.test(raw.trim()) || value < doc.min || value > doc.max) {
        throw new InvalidValue(`a whole number from ${doc.min} to ${doc.max}`);
      }
      return value;
    },
  };
}

/** A TCP or UDP port; 0 takes a free one. */
export function port(doc: Documented & { readonly default: number }): Key<number> {
  return integer({ ...doc, min: 0, max: 65_535 });
}

export function oneOf<const T extends string>(
  doc: Documented & { readonly default: T; readonly values: readonly T[] },
): Key<T> {
  return {
    ...doc,
    defaultText: doc.default,
    absent: () => doc.default,
    parse: (raw) => {
      const value = doc.values.find((candidate) => candidate === raw.trim());
      if (value === undefined) throw new InvalidValue(`one of ${doc.values.join(', ')}`);
      return value;
    },
  };
}

/** Comma-separated; each item is checked by `item`. */
export function list<T>(
  doc: Documented & { readonly default?: string },
  item: (raw: string) => T,
): Key<readonly T[]> {
  const parse = (raw: string): readonly T[] =>
    raw
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(item);
  return {
    ...doc,
    defaultText: doc.default ?? '',
    absent: () => parse(doc.default ?? ''),
    parse,
  };
}
