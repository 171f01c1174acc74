import {
  DigestGate,
  DigestServer,
  digestHa1,
  GuessThrottle,
  systemClock,
  systemRandom,
} from '../../packages/sip/src/index.ts';

/** Lets in one user, by MD5: baresip's library knows no SHA-256, and gives up where that is offered beside it. */
export function gateFor(username: string, password: string): DigestGate {
  const clock = systemClock();
  const server = new DigestServer({
    realm: 'sge',
    algorithms: ['MD5'],
    findHa1: (name, algorithm) =>
      name === username ? digestHa1(algorithm, name, 'sge', password) : undefined,
    clock,
    random: systemRandom,
    key: systemRandom(32),
    nonceLifetimeMs: 60_000,
    watchedNonces: 100,
  });
  return new DigestGate(server, new GuessThrottle(clock));
}
