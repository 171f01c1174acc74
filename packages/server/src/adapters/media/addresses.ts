import { networkInterfaces } from 'node:os';

interface Address {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/** Where media are received unless somebody says otherwise: at every address of the machine. */
export function everyAddress(own: readonly Address[] = ownAddresses()): string {
  return own.some(({ family }) => family === 'IPv6') ? '::' : '0.0.0.0';
}

/**
 * What clients are told to send to: the bound address, or where that stands for all of them each of the
 * machine's, those of the network first. Link-local ones need a zone that only the machine itself knows.
 */
export function announcedAddresses(
  host: string,
  own: readonly Address[] = ownAddresses(),
): readonly string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host];
  return own
    .filter(({ family }) => host === '::' || family === 'IPv4')
    .filter(({ address }) => !/^fe[89ab]/i.test(address))
    .sort((a, b) => Number(a.internal) - Number(b.internal))
    .map(({ address }) => address);
}

function ownAddresses(): readonly Address[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
}
