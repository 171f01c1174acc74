import { BlockList, isIPv6 } from 'node:net';
import type { EventFeed, Logger } from '../../kernel/index.ts';
import type { TrunkRepository } from './ports.ts';
import type { Trunk } from './trunk.ts';

interface Entry {
  readonly trunk: Trunk;
  readonly sources: BlockList;
}

export interface TrunkBookParts {
  readonly trunks: TrunkRepository;
  readonly feed: EventFeed;
  readonly logger: Logger;
}

/** Every enabled trunk, at hand for each request that comes in: follows what administrators change. */
export class TrunkBook {
  readonly #parts: TrunkBookParts;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #entries: readonly Entry[] = [];
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: TrunkBookParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.feed.subscribe(({ type }) => {
      if (type.startsWith('trunk.')) void this.read();
    });
  }

  /** Reads them all. A failure keeps what was known. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  stop(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** Calls `listener` after each change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  get all(): readonly Trunk[] {
    return this.#entries.map(({ trunk }) => trunk);
  }

  of(org: string): readonly Trunk[] {
    return this.all.filter((trunk) => trunk.org === org);
  }

  find(id: string): Trunk | undefined {
    return this.all.find((trunk) => trunk.id === id);
  }

  /** Trunks among whose sources the address is, whatever they authenticate by. */
  from(address: string): readonly Trunk[] {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    return this.#entries
      .filter(({ sources }) => sources.check(address, family))
      .map(({ trunk }) => trunk);
  }

  async #read(): Promise<void> {
    try {
      const trunks = await this.#parts.trunks.listAll();
      this.#entries = trunks
        .filter(({ settings }) => settings.enabled)
        .map((trunk) => ({ trunk, sources: sourcesOf(trunk) }));
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#parts.logger.error({ area: 'voip', error }, 'the trunks could not be read');
      return;
    }
    for (const listener of this.#listeners) listener();
  }
}

function sourcesOf({ settings }: Trunk): BlockList {
  const list = new BlockList();
  for (const source of settings.sourceIps) {
    const [address = '', prefix] = source.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
