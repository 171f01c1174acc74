/** Why a text cannot be used. */
export interface SdpProblem {
  /** 1-based line of the description; absent where no single line is to blame. */
  readonly line?: number;
  /** A finished English sentence that quotes at most a few characters of the input. */
  readonly message: string;
}

export interface Refused {
  readonly ok: false;
  readonly problem: SdpProblem;
}

/** A result instead of an exception: hostile input is the normal case here. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(message: string, line?: number): Refused {
  return { ok: false, problem: line === undefined ? { message } : { line, message } };
}

/** The input as a message may show it: short, one line, printable. */
export function quoted(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `"${short.replace(/[^\x20-\x7e…]/g, '?')}"`;
}
