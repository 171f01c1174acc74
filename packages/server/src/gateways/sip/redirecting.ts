import { isIP } from 'node:net';
import { formatUri, type NameAddr, parseUri } from '@sky-genesis/sip';
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
  const own = hostOf(trunk.settings.uri);
  return contacts
    .map(({ uri }) => formatUri(uri))
    .filter((uri) => {
      const host = hostOf(uri);
      if (host === undefined) return false;
      if (host === own) return true;
      return isIP(host) !== 0 && book.from(host).some(({ id }) => id === trunk.id);
    });
}

/** In lower case, an IPv6 address without brackets. */
function hostOf(text: string): string | undefined {
  const uri = parseUri(text);
  if (uri === undefined || !('host' in uri)) return undefined;
  return uri.host.toLowerCase().replace(/^\[|\]$/g, '');
}
