/** A message as bytes from its lines; the blank line and a body follow where they are given. */
export function wire(lines: readonly string[], body = ''): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** The session description that most of RFC 4475's messages carry: 150 bytes with CR LF for a 9-digit host. */
export function torturedSdp(host: string): string {
  return [
    'v=0',
    `o=mhandley 29739 7272939 IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    'm=audio 49217 RTP/AVP 0 12',
    'm=video 3227 RTP/AVP 31',
    'a=rtpmap:31 LPC',
    '',
  ].join('\r\n');
}
