import { randomFillSync } from 'node:crypto';

/** https://www.w3.org/TR/trace-context/#traceparent-header, any version, as §4.3 asks. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

const POOL = Buffer.alloc(4096);
let offset = POOL.length;

/** The caller's trace id, or a new one (32 hex digits) when it has none that is valid. */
export function traceIdOf(traceparent: string | undefined): string {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  return match?.[1] ?? newTraceId();
}

function newTraceId(): string {
  if (offset === POOL.length) {
    randomFillSync(POOL);
    offset = 0;
  }
  offset += 16;
  return POOL.toString('hex', offset - 16, offset);
}
