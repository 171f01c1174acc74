/** One step of a sipp scenario; `index` counts the steps, which the ACK of a refusal needs to find its INVITE's branch. */
type Step = (index: number) => string;

export interface RequestParts {
  readonly cseq?: number;
  readonly headers?: readonly string[];
  /** The name of a session description, which stands in its `s=` line; without it no body. */
  readonly session?: string;
  /** The direction of that description: `sendonly` is a hold. */
  readonly direction?: string;
  /** A body whose Content-Type stands among the headers. */
  readonly fragment?: string;
  /** Steps back to the request whose branch this one has (ACK of a refusal, CANCEL). */
  readonly branchOf?: number;
  /** The To of a request without the tag that the peer gave. */
  readonly outside?: boolean;
  /** Goes out whatever share of the messages sipp is told to lose. */
  readonly kept?: true;
  /** Via and Contact name this transport in place of the one that sipp uses. */
  readonly transport?: string;
}

/** What sipp does, step by step, in the XML that it reads. */
export function scenarioOf(name: string, ...steps: readonly Step[]): string {
  const body = steps.map((step, index) => step(index)).join('\n');
  // A variable that is set and not used is a fault to sipp unless it is mentioned here.
  const set = new Set([...body.matchAll(/assign_to="([0-9]+)"/g)].map(([, number]) => number));
  const mention = set.size === 0 ? '' : `\n<Reference variables="${[...set].join(',')}"/>`;
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="${name}">\n${body}${mention}\n</scenario>\n`;
}

/** Waits for a request or for a response; `optional` where it may be left out. */
export function receive(
  what: string | number,
  more: { readonly optional?: true; readonly auth?: true } = {},
): Step {
  const expected = typeof what === 'number' ? `response="${what}"` : `request="${what}"`;
  const optional = more.optional ? ' optional="true"' : '';
  const auth = more.auth ? ' auth="true"' : '';
  return () => `<recv ${expected} rrs="true"${optional}${auth}/>`;
}

/** Waits for a request in whose field, or body, the pattern stands. */
export function receiveWith(method: string, where: string, pattern: string): Step {
  const place = where === 'body' ? 'search_in="body"' : `search_in="hdr" header="${where}:"`;
  const action = `<ereg regexp="${pattern}" ${place} check_it="true" assign_to="9"/>`;
  return () => `<recv request="${method}" rrs="true"><action>${action}</action></recv>`;
}

/** Waits for a response in whose body the pattern stands. */
export function receiveBody(status: number, pattern: string): Step {
  const action = `<ereg regexp="${pattern}" search_in="body" check_it="true" assign_to="8"/>`;
  return () => `<recv response="${status}" rrs="true"><action>${action}</action></recv>`;
}

/** The final response to the INVITE, once other requests have come after it. */
export function respondToInvite(status: number): Step {
  return () =>
    send(' retrans="500"', [
      `SIP/2.0 ${status} As the scenario says`,
      'Via: [$4]',
      'From: [$1]',
      'To: [$2];tag=[pid]T[call_number]',
      '[last_Call-ID:]',
      'CSeq: 1 INVITE',
      'Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>',
      'Content-Length: 0',
      '',
      '',
    ]);
}

/** The INVITE of a caller, with what later requests of the callee need from it. */
export function receiveInvite(): Step {
  const take = (header: string, variable: number, pattern = '.*') =>
    `<ereg regexp="${pattern}" search_in="hdr" header="${header}:" check_it="true" assign_to="${variable}"/>`;
  const actions = [
    take('From', 1),
    take('To', 2),
    take('Contact', 3, 'sip:[^&gt;]*'),
    take('Via', 4),
  ].join('');
  return () => `<recv request="INVITE" rrs="true"><action>${actions}</action></recv>`;
}

/** Makes a file, for whoever has to know how far sipp is. */
export function mark(file: string): Step {
  return () => `<nop><action><exec command="touch ${file}"/></action></nop>`;
}

export function pause(ms: number): Step {
  return () => `<pause milliseconds="${ms}"/>`;
}

/** A request of a sipp that calls. */
export function request(method: string, parts: RequestParts = {}): Step {
  const tag = parts.outside ? '' : '[peer_tag_param]';
  return message(method, parts, {
    uri: 'sip:[service]@[remote_ip]:[remote_port]',
    from: '<sip:sipp@[local_ip]:[local_port]>;tag=[pid]S[call_number]',
    to: `<sip:[service]@[remote_ip]:[remote_port]>${tag}`,
  });
}

/** A request of a sipp that was called; {@link receiveInvite} comes first. */
export function requestBack(method: string, parts: RequestParts = {}): Step {
  return message(method, parts, { uri: '[$3]', from: '[$2];tag=[pid]T[call_number]', to: '[$1]' });
}

function message(
  method: string,
  parts: RequestParts,
  { uri, from, to }: { readonly uri: string; readonly from: string; readonly to: string },
): Step {
  const { cseq = 1, headers = [], branchOf, transport = '[transport]' } = parts;
  const repeats = method === 'ACK' ? '' : ' retrans="500"';
  const kept = parts.kept ? ' lost="0"' : '';
  const branch = branchOf === undefined ? '[branch]' : `[branch-${branchOf}]`;
  return () =>
    send(`${repeats}${kept}`, [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/${transport} [local_ip]:[local_port];branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      'Call-ID: [call_id]',
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:sipp@[local_ip]:[local_port];transport=${transport}>`,
      ...headers,
      ...bodyOf(parts),
    ]);
}

export interface ResponseParts {
  readonly headers?: readonly string[];
  readonly session?: string;
  readonly direction?: string;
  readonly contact?: string;
  /** The request came within a dialog, so its To has a tag already. */
  readonly within?: true;
}

/** A response to the request that came last. */
export function respond(status: number, parts: ResponseParts = {}): Step {
  const tag = parts.within || status === 100 ? '' : ';tag=[pid]T[call_number]';
  const contact = parts.contact ?? '<sip:sipp@[local_ip]:[local_port];transport=[transport]>';
  return () =>
    send('', [
      `SIP/2.0 ${status} As the scenario says`,
      '[last_Via:]',
      '[last_From:]',
      `[last_To:]${tag}`,
      '[last_Call-ID:]',
      '[last_CSeq:]',
      `Contact: ${contact}`,
      ...(parts.headers ?? []),
      ...bodyOf(parts),
    ]);
}

/** A 2xx or other final response to an INVITE, repeated until its ACK. */
export function respondReliably(status: number, parts: ResponseParts = {}): Step {
  const step = respond(status, parts);
  return (index) => step(index).replace('<send>', '<send retrans="500">');
}

function bodyOf({
  session,
  direction = 'sendrecv',
  fragment,
}: Pick<RequestParts, 'session' | 'direction' | 'fragment'>): readonly string[] {
  if (fragment !== undefined) return ['Content-Length: [len]', '', fragment];
  if (session === undefined) return ['Content-Length: 0', '', ''];
  return [
    'Content-Type: application/sdp',
    'Content-Length: [len]',
    '',
    ...descriptionLines(session, direction),
    '',
  ];
}

export function descriptionLines(name: string, direction = 'sendrecv'): readonly string[] {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    `s=${name}`,
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 40000 RTP/AVP 0',
    `a=${direction}`,
  ];
}

function send(attributes: string, lines: readonly string[]): string {
  return `<send${attributes}><![CDATA[\n\n${lines.join('\n')}\n]]></send>`;
}
