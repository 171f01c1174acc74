import { promises as dns } from 'node:dns';

export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** DNS as RFC 3263 asks it. Every look-up gives an empty list where there is no such record. */
export interface Resolver {
  naptr(name: string): Promise<readonly NaptrRecord[]>;
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** IPv4 and IPv6 addresses, in the order in which to try them. */
  addresses(name: string): Promise<readonly string[]>;
}

/** The resolver of the machine; for addresses it also knows /etc/hosts. */
export function systemResolver(): Resolver {
  return {
    naptr: (name) => orNothing(dns.resolveNaptr(name)),
    srv: async (name) => {
      const records = await orNothing(dns.resolveSrv(name));
      return records.map(({ priority, weight, port, name: target }) => ({
        priority,
        weight,
        port,
        target,
      }));
    },
    addresses: async (name) => {
      const found = await orNothing(dns.lookup(name, { all: true }));
      return found.map(({ address }) => address);
    },
  };
}

async function orNothing<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw error;
  }
}
