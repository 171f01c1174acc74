import { networkInterfaces } from 'node:os';

/** An IPv4 address of this machine on a network: ICE of GStreamer (libnice) and of baresip never uses the loopback one. */
export function outsideAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (found === undefined) throw new Error('this machine has no network interface but loopback');
  return found.address;
}
