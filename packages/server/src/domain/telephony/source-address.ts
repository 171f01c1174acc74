import { isIP } from 'node:net';

/** Whether it is an address, or a block of them, as `TrunkSettings.sourceIps` has them. */
export function isSourceAddress(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
  );
}
