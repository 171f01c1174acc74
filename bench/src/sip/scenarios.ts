/** Who calls field 0 of its data: as sipp's own caller, with an answer by us in between that routes the rest. */
export const TRUNK_CALLER = scenario(
  'a PBX',
  send(
    `INVITE sip:[field0]@[remote_ip]:[remote_port] SIP/2.0
${headers('', '1 INVITE')}
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 53655765 2353687637 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000`,
    'retrans="500"',
  ),
  receive(100, 'optional="true"'),
  receive(180, 'optional="true"'),
  receive(183, 'optional="true"'),
  receive(200, 'rrs="true"'),
  send(`ACK [next_url] SIP/2.0
${headers('[peer_tag_param]', '1 ACK')}
[routes]
Content-Length: 0`),
  '<pause/>',
  send(
    `BYE [next_url] SIP/2.0
${headers('[peer_tag_param]', '2 BYE')}
[routes]
Content-Length: 0`,
    'retrans="500"',
  ),
  receive(200),
);

/** Signs field 1 in by field 2, at a port of 127.0.0.1 that is another's. */
export function registration(contactPort: number): string {
  const register = (cseq: number, authorization = '') => `REGISTER sip:[remote_ip] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field1]@[remote_ip]>;tag=[pid]r[call_number]
To: <sip:[field1]@[remote_ip]>
Call-ID: [call_id]
CSeq: ${cseq} REGISTER
Contact: <sip:[field1]@127.0.0.1:${contactPort}>
Max-Forwards: 70
Expires: 3600${authorization}
Content-Length: 0`;
  return scenario(
    'phones that sign in',
    send(register(1), 'retrans="500"'),
    receive(401, 'auth="true"'),
    send(register(2, '\n[field2]'), 'retrans="500"'),
    receive(200),
  );
}

function scenario(name: string, ...steps: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`;
}

function headers(toTag: string, cseq: string): string {
  return `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "sipp" <sip:0123@[local_ip]:[local_port]>;tag=[pid]s[call_number]
To: <sip:[field0]@[remote_ip]:[remote_port]>${toTag}
Call-ID: [call_id]
CSeq: ${cseq}
Contact: <sip:sipp@[local_ip]:[local_port]>
Max-Forwards: 70`;
}

function send(text: string, attributes = ''): string {
  return `<send ${attributes}><![CDATA[\n\n${text}\n\n]]></send>`;
}

function receive(status: number, attributes = ''): string {
  return `<recv response="${status}" ${attributes}></recv>`;
}
