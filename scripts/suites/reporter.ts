/**
 * A node:test reporter that writes one JSON array `[type, data]` a line, for `outcome.ts` to count.
 * Its last line is `["end",{}]`: a report without it broke off.
 */
interface TestEvent {
  readonly type: string;
  readonly data?: unknown;
}

const reported = new Set([
  'test:dequeue',
  'test:pass',
  'test:fail',
  'test:stdout',
  'test:stderr',
  'test:summary',
  'test:interrupted',
]);

export default async function* reportLines(source: AsyncIterable<TestEvent>) {
  for await (const event of source) {
    if (reported.has(event.type)) yield `${JSON.stringify([event.type, event.data], readable)}\n`;
  }
  yield `${JSON.stringify(['end', {}])}\n`;
}

/** An Error has no enumerable text, and a failed test's own error is the cause of the reported one. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  const thrown = value.cause ?? value;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const failureType = 'failureType' in value ? String(value.failureType) : '';
  return { failureType, text };
}
