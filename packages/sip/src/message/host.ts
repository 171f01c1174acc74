import { isIPv4, isIPv6 } from 'node:net';

const hostName =
  /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.?$/;

/** A host and the port that was written with it. */
export interface HostPort {
  /** A name in lower case, an IPv4 address, or an IPv6 address in brackets as it stands in a URI. */
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * Whether the text is a host name, an IPv4 address or a bracketed IPv6 reference (RFC 3261 §25.1, with
 * the IPv6 grammar of RFC 5954 in place of the faulty one). Underscores pass: such names exist.
 */
export function isHost(text: string): boolean {
  if (text.startsWith('['))
    return text.endsWith(']') && isIPv6(text.slice(1, -1)) && !text.includes('%');
  return isIPv4(text) || (hostName.test(text) && !/^[0-9.]+$/.test(text));
}

/** Parses `host[:port]`. */
export function parseHostPort(text: string): HostPort | undefined {
  const colon = text.startsWith('[') ? text.indexOf(':', text.indexOf(']')) : text.indexOf(':');
  const host = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (!isHost(host)) return undefined;
  if (colon < 0) return { host: host.toLowerCase(), port: undefined };
  const digits = text.slice(colon + 1).trim();
  if (!/^[0-9]{1,6}$/.test(digits) || Number(digits) > 65_535) return undefined;
  return { host: host.toLowerCase(), port: Number(digits) };
}

/** Writes `host[:port]`. */
export function formatHostPort({ host, port }: HostPort): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** The address as sockets want it: without the brackets of an IPv6 reference. */
export function bareAddress(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** The address as URIs and Via want it: IPv6 in brackets. */
export function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}
