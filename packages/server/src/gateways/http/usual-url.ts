import type { AddressInfo } from 'node:net';

/** This machine, by number. */
const HERE = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/**
 * Where people on this machine reach a server that listens on `address`. By name: passkeys and cookies
 * need one, and no browser opens the address that stands for all.
 */
export function usualUrl(address: AddressInfo | string | null, secure: boolean): string {
  if (address === null || typeof address === 'string') return '';
  return `${secure ? 'https' : 'http'}://${hostOf(address)}:${address.port}`;
}

function hostOf({ address, family }: AddressInfo): string {
  if (HERE.has(address)) return 'localhost';
  return family === 'IPv6' ? `[${address}]` : address;
}
