/** One line of the JSON-lines reporter, parsed; `undefined` where the line is not one. */
export interface ReportLine {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function parseReportLine(line: string): ReportLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const type: unknown = value[0];
  const data: unknown = value[1];
  return typeof type === 'string' ? { type, data: record(data) } : undefined;
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
