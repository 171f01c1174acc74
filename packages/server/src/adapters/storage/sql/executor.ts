/** What both databases take as a parameter and give back in a row. */
export type SqlValue = string | number | bigint | Uint8Array | null;

export type Row = Readonly<Record<string, unknown>>;

/** Runs a query. Placeholders are `$1`, `$2` … in both dialects, and a number may be used twice. */
export interface SqlReader {
  all(text: string, params: readonly SqlValue[]): Promise<readonly Row[]>;
}

/** The few places where the two databases spell the same thing differently. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** A table of the column `value`: the elements of a JSON array of texts. */
  elements(placeholder: string): string;
  readonly columns: {
    /** Compared byte by byte, so that both databases sort alike. */
    readonly text: string;
    readonly integer: string;
    readonly bytes: string;
  };
  /** Follows the closing parenthesis of CREATE TABLE. */
  readonly tableOptions: { readonly rows: string; readonly keyed: string };
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  elements: (placeholder) => `json_each(${placeholder})`,
  columns: { text: 'text', integer: 'integer', bytes: 'blob' },
  tableOptions: { rows: ' strict', keyed: ' strict, without rowid' },
};

export const postgresDialect: Dialect = {
  name: 'postgres',
  elements: (placeholder) => `jsonb_array_elements_text(${placeholder}::text::jsonb)`,
  columns: { text: 'text collate "C"', integer: 'bigint', bytes: 'bytea' },
  tableOptions: { rows: '', keyed: '' },
};

/**
 * A parameter for `Dialect.elements`. A text with a NUL cannot be stored by PostgreSQL, so nothing
 * equals it and it is left out.
 */
function textList(values: readonly string[]): string {
  return JSON.stringify(values.filter((value) => !value.includes('\0')));
}

/**
 * A query over a list of texts, as two statements: most lists hold one text, and comparing with it costs
 * a fraction of taking a JSON array apart.
 */
export class ListQuery {
  readonly #one: string;
  readonly #many: string;

  /** @param text makes the statement of a condition such as `= $2`, which follows the column */
  constructor(dialect: Dialect, placeholder: string, text: (condition: string) => string) {
    this.#one = text(`= ${placeholder}`);
    this.#many = text(`in (select value from ${dialect.elements(placeholder)})`);
  }

  /** The statement for `values`, and what to pass for its placeholder. */
  of(values: readonly string[]): { readonly text: string; readonly param: string } {
    const [first] = values;
    // What cannot be stored is left to `textList`.
    if (first !== undefined && values.length === 1 && !first.includes('\0')) {
      return { text: this.#one, param: first };
    }
    return { text: this.#many, param: textList(values) };
  }
}

/** Sorts after every id: where a list from the newest begins. */
export const FROM_NEWEST = '\u{10ffff}';
