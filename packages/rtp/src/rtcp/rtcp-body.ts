/** One RTCP packet behind its four-octet header: `bytes[start, end)`, padding taken off. */
export interface RtcpBody {
  readonly bytes: Uint8Array;
  /** The header's five-bit count, or its feedback message type. */
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

export function bodyLength(body: RtcpBody): number {
  return body.end - body.start;
}
