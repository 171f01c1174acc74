/** One line of a benchmark's output. */
export interface Result {
  readonly bench: string;
  readonly case: string;
  readonly unit: string;
  /** Median over the runs. */
  readonly value: number;
  /** Smallest and largest of the runs. */
  readonly spread: readonly [number, number];
  readonly peer: string;
  readonly peer_value: number | null;
  /** Median of the runs' own ratios, value to peer. */
  readonly ratio: number | null;
  readonly bar: string;
  readonly ok: boolean;
}

/** Keeps three significant digits: more would pretend to a precision that the machine has not. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : value;
}

export function printResult(result: Result, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const peer =
    result.peer_value === null
      ? ''
      : `; ${result.peer}: ${result.peer_value}, ratio ${result.ratio}`;
  process.stdout.write(
    `${result.ok ? 'meets' : 'MISSES'}  ${result.case}: ${result.value} ${result.unit} (${result.spread.join(' to ')})${peer}; bar ${result.bar}\n`,
  );
}
