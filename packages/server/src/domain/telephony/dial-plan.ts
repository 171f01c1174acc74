import { outboundHops } from './outbound-routes.ts';
import type { ExtensionRepository } from './ports.ts';
import type { TrunkBook } from './trunk-book.ts';

/** What people dial, as a number or an address. */
export class DialPlan {
  readonly #extensions: Pick<ExtensionRepository, 'findMany' | 'ofUser'>;
  readonly #trunks: TrunkBook;

  constructor(extensions: Pick<ExtensionRepository, 'findMany' | 'ofUser'>, trunks: TrunkBook) {
    this.#extensions = extensions;
    this.#trunks = trunks;
  }

  /** The users behind extensions, by number. */
  async usersOf(org: string, numbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.#extensions.findMany(org, numbers);
    return new Map(
      found.flatMap(({ number, target }) =>
        target.kind === 'user' ? [[number, target.userId] as const] : [],
      ),
    );
  }

  /** The room behind an extension; undefined where none is. */
  async roomOf(org: string, number: string): Promise<string | undefined> {
    const [found] = await this.#extensions.findMany(org, [number]);
    return found?.target.kind === 'room' ? found.target.roomId : undefined;
  }

  /** The number that a user is shown by; undefined for who has none. */
  async numberOf(org: string, userId: string): Promise<string | undefined> {
    const [first] = await this.#extensions.ofUser(org, userId);
    return first?.number;
  }

  /** Whether an outbound route leads to a `sip:` or `tel:` URI. */
  isDialable(org: string, uri: string): boolean {
    return this.hopsTo(org, uri, () => 0).length > 0;
  }

  /** The ways to a `sip:` or `tel:` URI, in the order in which they are tried. */
  hopsTo(org: string, uri: string, draw: (below: number) => number) {
    const dialled = dialledIn(uri);
    if (dialled === undefined) return [];
    const trunks = this.#trunks.of(org).filter((trunk) => {
      return dialled.host === undefined || hostOf(trunk.settings.uri) === dialled.host;
    });
    return outboundHops(trunks, dialled.number, draw);
  }
}

interface Dialled {
  readonly number: string;
  /** Only the trunk to this host, where one is named. */
  readonly host: string | undefined;
}

/** RFC 3966 §5.1.1: visual separators say nothing. */
function dialledIn(uri: string): Dialled | undefined {
  const tel = /^tel:(\+?[0-9*#().-]+)(?:;.*)?$/i.exec(uri)?.[1];
  if (tel !== undefined) return { number: tel.replaceAll(/[().-]/g, ''), host: undefined };
  const sip = /^sips?:([^@;?]+)@([^;?]+)/i.exec(uri);
  if (sip?.[1] === undefined || sip[2] === undefined) return undefined;
  return { number: sip[1], host: hostOf(`sip:${sip[2]}`) };
}

function hostOf(uri: string): string {
  const place = uri.replace(/^sips?:/i, '').toLowerCase();
  return place.startsWith('[')
    ? place.slice(0, place.indexOf(']') + 1)
    : (place.split(':', 1)[0] ?? '');
}
