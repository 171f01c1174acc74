import { type Hop, isReliable } from '../hop.ts';
import { parseNameAddr } from '../message/name-addr.ts';
import { sameHost } from '../transport/source.ts';

/** One place where somebody is reached (RFC 3261 §10): a registered Contact. A plain value, to be stored as it is. */
export interface Binding {
  /** The Contact's URI, without brackets. */
  readonly uri: string;
  /** `+sip.instance` (RFC 5626 §4.1), with its angle brackets. */
  readonly instanceId: string | undefined;
  /** `reg-id` (RFC 5626 §4.2): the flow among several of one device. */
  readonly regId: number | undefined;
  /** 0 to 1; the higher are to be tried first. */
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
  readonly registeredAtMs: number;
  readonly callId: string;
  readonly sequence: number;
  /** Proxies between it and us (RFC 3327), nearest first, each with brackets. */
  readonly path: readonly string[];
  /** Where the REGISTER came from. */
  readonly source: Hop;
  /** The User-Agent field of the REGISTER. */
  readonly product: string | undefined;
}

/** How to call a binding: what `UserAgent.call` takes. */
export interface BindingTarget {
  readonly uri: string;
  readonly routes: readonly string[];
  /** Missing where the URI or the path leads there by itself. */
  readonly hops?: readonly Hop[];
}

/**
 * A device on a connection of its own is reached only by that (RFC 5626 §5.3), and so is one whose Contact shows another
 * address than it has: it is behind a NAT. Behind a proxy the path leads there.
 */
export function targetOf({ uri, path, source }: Binding): BindingTarget {
  if (path.length > 0) return { uri, routes: path };
  const contact = parseNameAddr(`<${uri}>`)?.uri;
  const shows = contact !== undefined && 'host' in contact ? contact.host : '';
  const isDirect = !isReliable(source.transport) && sameHost(shows, source.address);
  return isDirect ? { uri, routes: [] } : { uri, routes: [], hops: [source] };
}
