import { isConnectionAddress } from './address.ts';
import { SDP_LIMITS } from './limits.ts';
import { accepted, type Parsed, quoted, refused } from './parsed.ts';

export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay';
export type TcpType = 'active' | 'passive' | 'so';

/** An ICE candidate (RFC 8839 §5.1, tcp: RFC 6544 §4.5). */
export interface Candidate {
  readonly foundation: string;
  /** 1: RTP, 2: RTCP. */
  readonly component: number;
  readonly transport: 'udp' | 'tcp';
  readonly priority: number;
  /** IPv4, IPv6 or a name; names ending in `.local` are mDNS. */
  readonly address: string;
  readonly port: number;
  readonly type: CandidateType;
  readonly tcpType: TcpType | null;
  readonly relatedAddress: string | null;
  readonly relatedPort: number | null;
  /** `ufrag`, `generation`, `network-cost` and what else browsers add. */
  readonly extensions: ReadonlyMap<string, string>;
}

const TYPES: readonly CandidateType[] = ['host', 'srflx', 'prflx', 'relay'];
const TCP_TYPES: readonly TcpType[] = ['active', 'passive', 'so'];
/** ice-char (RFC 8839 §5.1), and `-`, which deployed agents write in foundations. */
const FOUNDATION = /^[A-Za-z0-9+/_-]{1,64}$/;
const DIGITS = /^\d{1,10}$/;

/** Parses `candidate:…`, with or without `a=` before it. */
export function parseCandidate(text: string): Parsed<Candidate> {
  if (text.length > SDP_LIMITS.maxCandidateLength) return refused('The candidate is too long.');
  const match = /^(?:a=)?candidate:([^\r\n\0]+)$/.exec(text);
  if (match?.[1] === undefined) {
    return refused(`A candidate begins with "candidate:", not ${quoted(text)}.`);
  }
  return parseFields(match[1].trimEnd().split(' '));
}

function parseFields(fields: readonly string[]): Parsed<Candidate> {
  const [foundation = '', component, transport, priority, address = '', port, typ, type] = fields;
  if (!FOUNDATION.test(foundation)) return refused('The candidate has no valid foundation.');
  const componentId = integer(component, 1, 256);
  if (componentId === undefined) return refused('The candidate has no component from 1 to 256.');
  const protocol = oneOf(['udp', 'tcp'] as const, transport?.toLowerCase());
  if (protocol === undefined) return refused('The candidate’s transport is neither udp nor tcp.');
  const rank = integer(priority, 1, 2 ** 31 - 1);
  if (rank === undefined) return refused('The candidate has no priority from 1 to 2147483647.');
  if (!isConnectionAddress(address)) {
    return refused(`The candidate’s address ${quoted(address)} is none.`);
  }
  const portNumber = integer(port, 0, 65_535);
  if (portNumber === undefined) return refused('The candidate has no port from 0 to 65535.');
  const kind = oneOf(TYPES, type);
  if (typ !== 'typ' || kind === undefined) {
    return refused('The candidate’s type is none of host, srflx, prflx and relay.');
  }
  const rest = parseExtensions(fields.slice(8), protocol);
  if (!rest.ok) return rest;
  return accepted({
    foundation,
    component: componentId,
    transport: protocol,
    priority: rank,
    address,
    port: portNumber,
    type: kind,
    ...rest.value,
  });
}

type Extensions = Pick<Candidate, 'tcpType' | 'relatedAddress' | 'relatedPort' | 'extensions'>;

function parseExtensions(fields: readonly string[], transport: 'udp' | 'tcp'): Parsed<Extensions> {
  if (fields.length % 2 !== 0) return refused('The candidate’s extensions are not pairs.');
  const extensions = new Map<string, string>();
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (name === '') return refused('The candidate has an empty extension name.');
    extensions.set(name, fields[i + 1] ?? '');
  }
  const relatedAddress = extensions.get('raddr') ?? null;
  if (relatedAddress !== null && !isConnectionAddress(relatedAddress)) {
    return refused('The candidate’s related address is none.');
  }
  const rport = extensions.get('rport');
  const relatedPort = rport === undefined ? null : integer(rport, 0, 65_535);
  if (relatedPort === undefined) return refused('The candidate’s related port is none.');
  const tcpType = extensions.get('tcptype');
  const knownTcpType = tcpType === undefined ? null : oneOf(TCP_TYPES, tcpType);
  // RFC 6544 §4.5: a TCP candidate without its tcptype cannot be paired.
  if (knownTcpType === undefined || (transport === 'tcp' && knownTcpType === null)) {
    return refused('The candidate’s tcptype is none of active, passive and so.');
  }
  for (const name of ['raddr', 'rport', 'tcptype']) extensions.delete(name);
  return accepted({ tcpType: knownTcpType, relatedAddress, relatedPort, extensions });
}

function integer(text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined || !DIGITS.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

function oneOf<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((item) => item === text);
}
