import type { Extension, SpokenLanguage } from './extension.ts';
import { outboundHops } from './outbound-routes.ts';
import type { ExtensionRepository } from './ports.ts';
import type { TrunkBook } from './trunk-book.ts';

type Numbers = Pick<ExtensionRepository, 'findMany' | 'ofUser' | 'entrances'>;

/** What answers at a number, in place of a person. */
export type Answering = Exclude<Extension['target'], { readonly kind: 'user' }> & {
  readonly language: SpokenLanguage;
};

/** What people dial, as a number or an address. */
export class DialPlan {
  readonly #extensions: Numbers;
  readonly #trunks: TrunkBook;
  readonly #language: SpokenLanguage;

  /** @param language spoken where an extension does not say which */
  constructor(extensions: Numbers, trunks: TrunkBook, language: SpokenLanguage) {
    this.#extensions = extensions;
    this.#trunks = trunks;
    this.#language = language;
  }

  /** The users behind extensions, by number; null for one that leads into a room, or asks for a PIN. */
  async usersOf(
    org: string,
    numbers: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const found = await this.#extensions.findMany(org, numbers);
    return new Map(
      found.map(({ number, target }) => [number, target.kind === 'user' ? target.userId : null]),
    );
  }

  /** What answers at an extension; undefined where nothing does. */
  async answeringAt(org: string, number: string): Promise<Answering | undefined> {
    const [found] = await this.#extensions.findMany(org, [number]);
    if (found === undefined || found.target.kind === 'user') return undefined;
    return { ...found.target, language: found.language ?? this.#language };
  }

  /** The numbers at which a PIN names the room, ascending. */
  async entrances(org: string) {
    const found = await this.#extensions.entrances(org);
    return found.map(({ number, language }) => ({ number, language: language ?? this.#language }));
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
