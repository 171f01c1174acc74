import { isIP } from 'node:net';
import { type Hop, parseTransportName, type TransportName } from '../hop.ts';
import { bareAddress } from '../message/host.ts';
import type { SipUri } from '../message/uri.ts';
import type { RandomBytes } from '../random.ts';
import type { NaptrRecord, Resolver, SrvRecord } from './resolver.ts';
import { defaultPort } from './source.ts';

export interface LocateSettings {
  readonly resolver: Resolver;
  readonly random: RandomBytes;
  /** Transports that we have, the preferred first. */
  readonly transports: readonly TransportName[];
}

/** A name, a port and a transport whose addresses are still to be looked up. */
interface Server {
  readonly transport: TransportName;
  readonly host: string;
  readonly port: number;
}

/**
 * Where requests to a URI go, in the order in which to try (RFC 3263 §4): NAPTR, then SRV by priority and
 * weight, then addresses. `sips` goes by TLS or WSS only (§4.1). An empty list where there is nothing to try: the
 * name does not exist, or offers no transport of ours. Rejects where the resolver does.
 */
export async function locate(uri: SipUri, settings: LocateSettings): Promise<readonly Hop[]> {
  const host = bareAddress(uri.parameters.get('maddr') ?? uri.host);
  const servers = await serversOf(uri, host, settings);
  const hops: Hop[] = [];
  for (const { transport, host: name, port } of servers) {
    const addresses = isIP(name) > 0 ? [name] : await settings.resolver.addresses(name);
    // The certificate has to name what was asked for, not what DNS said of it (RFC 5922 §4).
    const proof = transport === 'TLS' || transport === 'WSS' ? { serverName: host } : {};
    for (const address of addresses) hops.push({ transport, address, port, ...proof });
  }
  return hops;
}

async function serversOf(
  uri: SipUri,
  host: string,
  settings: LocateSettings,
): Promise<readonly Server[]> {
  const asked = uri.parameters.get('transport');
  const named = asked ? securedBy(uri, parseTransportName(asked)) : undefined;
  if (asked && (named === undefined || !settings.transports.includes(named))) return [];
  const usable = settings.transports.filter((one) => uri.scheme === 'sip' || isSecure(one));
  const simplest = named ?? (uri.scheme === 'sips' ? 'TLS' : 'UDP');
  // §4.1: with an address or a port nothing is looked up about the transport.
  if (isIP(host) > 0 || uri.port !== undefined) {
    const transport = usable.includes(simplest) ? simplest : usable[0];
    if (transport === undefined) return [];
    return [{ transport, host, port: uri.port ?? defaultPort({ transport }) }];
  }
  const found = await byService(host, named === undefined ? usable : [named], named, settings);
  if (found.length > 0) return found;
  const transport = usable.includes(simplest) ? simplest : usable[0];
  return transport === undefined ? [] : [{ transport, host, port: defaultPort({ transport }) }];
}

async function byService(
  host: string,
  usable: readonly TransportName[],
  named: TransportName | undefined,
  settings: LocateSettings,
): Promise<readonly Server[]> {
  if (named === undefined) {
    const offered = naptrOrder(await settings.resolver.naptr(host), usable);
    if (offered.length > 0)
      return expand(
        offered.map(({ transport, replacement }) => [transport, replacement]),
        settings,
      );
  }
  return expand(
    usable.map((transport) => [transport, `${srvPrefix(transport)}.${host}`]),
    settings,
  );
}

async function expand(
  services: readonly (readonly [TransportName, string])[],
  { resolver, random }: LocateSettings,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const [transport, name] of services)
    for (const { target, port } of srvOrder(await resolver.srv(name), random))
      servers.push({ transport, host: target, port });
  return servers;
}

/** `sips` over TCP means TLS, and over WS WSS (RFC 3261 §26.2.2, RFC 7118 §8.2). */
function securedBy(uri: SipUri, named: TransportName | undefined): TransportName | undefined {
  if (uri.scheme === 'sip' || named === undefined || isSecure(named)) return named;
  return named === 'TCP' ? 'TLS' : named === 'WS' ? 'WSS' : undefined;
}

function isSecure(transport: TransportName): boolean {
  return transport === 'TLS' || transport === 'WSS';
}

/** NAPTR services of RFC 3263 §4.1 and RFC 7118 §6. */
const services = {
  UDP: 'SIP+D2U',
  TCP: 'SIP+D2T',
  TLS: 'SIPS+D2T',
  WS: 'SIP+D2W',
  WSS: 'SIPS+D2W',
} as const;

function srvPrefix(transport: TransportName): string {
  const prefixes = {
    UDP: '_sip._udp',
    TCP: '_sip._tcp',
    TLS: '_sips._tcp',
    WS: '_sip._ws',
    WSS: '_sips._ws',
  };
  return prefixes[transport];
}

function naptrOrder(records: readonly NaptrRecord[], usable: readonly TransportName[]) {
  return records
    .flatMap((record) => {
      const transport = usable.find((one) => services[one] === record.service.toUpperCase());
      return transport && record.flags.toLowerCase() === 's' ? [{ ...record, transport }] : [];
    })
    .sort((a, b) => a.order - b.order || a.preference - b.preference);
}

/** RFC 2782: by priority, and within one at random by weight. A lone `.` says that there is no such service. */
function srvOrder(records: readonly SrvRecord[], random: RandomBytes): readonly SrvRecord[] {
  const left = records.filter(({ target }) => target !== '.' && target !== '');
  const ordered: SrvRecord[] = [];
  while (left.length > 0) {
    const priority = Math.min(...left.map((record) => record.priority));
    const group = left.filter((record) => record.priority === priority);
    const chosen = byWeight(group, random);
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}

function byWeight(group: readonly SrvRecord[], random: RandomBytes): SrvRecord {
  const [first, ...others] = group.toSorted((a, b) => a.weight - b.weight);
  if (first === undefined) throw new RangeError('There is nothing to choose from.');
  const total = group.reduce((sum, { weight }) => sum + weight, 0);
  const bytes = Buffer.from(random(4));
  let rest = Math.floor((bytes.readUInt32BE() / 2 ** 32) * (total + 1)) - first.weight;
  if (rest <= 0) return first;
  for (const record of others) {
    rest -= record.weight;
    if (rest <= 0) return record;
  }
  return others.at(-1) ?? first;
}
