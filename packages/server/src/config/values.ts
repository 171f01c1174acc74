import { isIP } from 'node:net';
import { Secret } from '../kernel/index.ts';
import { InvalidValue } from './key.ts';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** `40000-40999`, both ends included. */
export function portRange(raw: string): PortRange {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(raw.trim());
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match === null || first < 1024 || last > 65_535 || first >= last) {
    throw new InvalidValue('two ports from 1024 to 65535 in rising order, such as 40000-40999');
  }
  return { first, last };
}

/** An absolute http(s) origin without path, query or user. */
export function origin(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw new InvalidValue('an http or https address, such as https://voip.example.com');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new InvalidValue('an address without a path, such as https://voip.example.com');
  }
  return url.origin;
}

/** Base address of a web service: http(s), with or without a path, without user and query. Never ends in a slash. */
export function serviceUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const { username = '', password = '', search = '', hash = '' } = url ?? {};
  if (!/^https?:$/.test(url?.protocol ?? '') || username + password + search + hash !== '') {
    throw new InvalidValue('an http or https address, such as https://pbx.example.com:8089/ari');
  }
  return (url?.href ?? '').replace(/\/+$/, '');
}

/** A user name of HTTP's Basic authentication (RFC 7617), which has no colon. */
export function basicUser(raw: string): string {
  if (!/^[^:\p{Cc}]+$/u.test(raw)) throw new InvalidValue('a user name without a colon');
  return raw;
}

/** `stun:host[:port]` (RFC 7064). */
export function stunUrl(raw: string): string {
  if (!/^stuns?:[^\s/?#@]+$/.test(raw)) {
    throw new InvalidValue('a list of STUN addresses, such as stun:stun.example.com:3478');
  }
  return raw;
}

/** `turn:host[:port][?transport=udp|tcp]` (RFC 7065). */
export function turnUrl(raw: string): string {
  if (!/^turns?:[^\s/?#@]+(\?transport=(udp|tcp))?$/.test(raw)) {
    throw new InvalidValue('a list of TURN addresses, such as turn:turn.example.com:3478');
  }
  return raw;
}

/** An IP address, without a port. */
export function ipAddress(raw: string): string {
  if (isIP(raw.trim()) === 0) throw new InvalidValue('IP addresses, such as 203.0.113.7');
  return raw.trim();
}

/** An address or a CIDR block, or the word `loopback`. */
export function proxyAddress(raw: string): string {
  const [address = '', bits, ...rest] = raw.split('/');
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  const bitsAreFine = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
  if (raw === 'loopback') return raw;
  if (family === 0 || !bitsAreFine || rest.length > 0) {
    throw new InvalidValue('a list of IP addresses or CIDR blocks, such as 10.0.0.0/8');
  }
  return raw;
}

/** A PostgreSQL connection string. It holds a password, so it is a secret as a whole. */
export function postgresUrl(raw: string): Secret {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new InvalidValue('a PostgreSQL address, such as postgres://user@host:5432/database');
  }
  return new Secret(raw);
}

export function secretText(minLength: number): (raw: string) => Secret {
  return (raw) => {
    if (raw.length < minLength) throw new InvalidValue(`at least ${minLength} characters long`);
    return new Secret(raw);
  };
}

export function path(raw: string): string {
  if (raw.trim() === '' || raw.includes('\0')) throw new InvalidValue('a path');
  return raw.trim();
}

/** A TCP or UDP port that is not 0. */
export function portNumber(raw: string): number {
  const value = Number(raw);
  if (!/^\d{1,5}$/.test(raw.trim()) || value < 1 || value > 65_535) {
    throw new InvalidValue('a port from 1 to 65535');
  }
  return value;
}

/** A host name or an IP address, without a port. */
export function hostName(raw: string): string {
  const name = raw.trim();
  if (isIP(name) === 0 && !/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(name)) {
    throw new InvalidValue('a host name or an IP address, such as voip.example.com');
  }
  return name.toLowerCase();
}

const DIGESTS = ['SHA-512-256', 'SHA-256', 'MD5'] as const;

/** A digest algorithm of SIP (RFC 8760). */
export function digestName(raw: string): (typeof DIGESTS)[number] {
  const name = DIGESTS.find((known) => known === raw.trim().toUpperCase());
  if (name === undefined) throw new InvalidValue(`a list of ${DIGESTS.join(', ')}`);
  return name;
}
