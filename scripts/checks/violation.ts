/** One place that breaks a rule. `path` is relative to the checked root. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}
