import { parseMessage, serialise } from '@sky-genesis/sip';

const session = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 40000 RTP/AVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n');

function message(first: string, method: string, body: string): Buffer {
  const type = body === '' ? [] : ['Content-Type: application/sdp'];
  return Buffer.from(
    [
      first,
      'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-524287-1---a1b2c3d4;rport',
      'Max-Forwards: 70',
      'From: "Alice" <sip:alice@example.com>;tag=1928301774',
      'To: <sip:bob@example.com>;tag=a6c85cf',
      'Call-ID: a84b4c76e66710@pc33.example.com',
      `CSeq: 314159 ${method}`,
      'Contact: <sip:alice@192.0.2.1:5060>',
      'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY',
      'Supported: 100rel, timer, replaces',
      ...type,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** The messages of one call on one of its two sides. */
const call = [
  message('INVITE sip:bob@example.com SIP/2.0', 'INVITE', session),
  message('SIP/2.0 100 Trying', 'INVITE', ''),
  message('SIP/2.0 180 Ringing', 'INVITE', ''),
  message('SIP/2.0 200 OK', 'INVITE', session),
  message('ACK sip:bob@192.0.2.2 SIP/2.0', 'ACK', ''),
  message('BYE sip:bob@192.0.2.2 SIP/2.0', 'BYE', ''),
  message('SIP/2.0 200 OK', 'BYE', ''),
];

/** Messages parsed and written again per second of processor time. */
export function messagesPerCpuSecond(calls: number): number {
  handle(Math.ceil(calls / 10));
  const start = process.cpuUsage();
  handle(calls);
  const { user, system } = process.cpuUsage(start);
  return (calls * call.length * 1e6) / (user + system);
}

function handle(calls: number): void {
  for (let at = 0; at < calls; at += 1)
    for (const bytes of call) {
      const parsed = parseMessage(bytes);
      if (!parsed.ok) throw new Error(parsed.problem.detail);
      serialise(parsed.message);
    }
}
