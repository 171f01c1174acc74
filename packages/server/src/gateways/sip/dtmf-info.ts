import type { SipRequest } from '@sky-genesis/sip';

/** Digits that phones send by INFO: `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`). */
export function digitsIn({ method, headers, body }: SipRequest): string | undefined {
  if (method !== 'INFO') return undefined;
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const text = Buffer.from(body).toString('latin1');
  const written =
    type === 'application/dtmf-relay'
      ? /^\s*Signal\s*=\s*(\S+)/im.exec(text)?.[1]
      : type === 'application/dtmf'
        ? text.trim()
        : undefined;
  return written !== undefined && /^[0-9*#A-D]$/i.test(written) ? written.toUpperCase() : undefined;
}
