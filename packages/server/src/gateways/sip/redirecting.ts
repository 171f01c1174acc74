import { isIP } from 'node:net';
import { formatUri, type NameAddr, parseUri, type SipUri } from '@sky-genesis/sip';
import type { Trunk, TrunkBook } from '../../domain/telephony/index.ts';

/**
 * Where a trunk's peer may send a call on to (RFC 3261 §8.1.3.4): to itself by another number or port, and to addresses that the
 * trunk names as its own. Whatever else it says nobody vouches for, and its password would be shown there.
 */
export function followedBy(
  book: Pick<TrunkBook, 'from'>,
  trunk: Trunk,
  contacts: readonly NameAddr[],
): readonly string[] {
  const own = parseUri(trunk.settings.uri);
  const ownHost = own !== undefined && 'host' in own ? hostOf(own) : undefined;
  const isOwn = (host: string) =>
    host === ownHost || (isIP(host) !== 0 && book.from(host).some(({ id }) => id === trunk.id));
  return contacts.flatMap(({ uri }) =>
    'host' in uri && isOwn(hostOf(uri)) ? [formatUri(reached(uri, trunk))] : [],
  );
}

/** Nothing that leads elsewhere all the same (`maddr`) is taken over, and the way is never less secured than the trunk's. */
function reached(uri: SipUri, { settings }: Trunk): SipUri {
  const isSecured = settings.transport === 'tls' || settings.transport === 'wss';
  const transport = isSecured ? settings.transport : uri.parameters.get('transport');
  const parameters = new Map(transport === undefined ? [] : [['transport', transport]]);
  return { ...uri, password: undefined, parameters, headers: new Map() };
}

/** An IPv6 address without brackets. */
function hostOf({ host }: SipUri): string {
  return host.replace(/^\[|\]$/g, '');
}
