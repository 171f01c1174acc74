import type {
  LocalTransportParameters,
  TransportCredentials,
} from '../transport/media-transport.ts';
import { codecFor } from './choose-codec.ts';
import {
  DescriptionRefused,
  type MediaKind,
  type NegotiatedCodec,
  type OfferedSection,
} from './media-description.ts';
import { readDescription } from './read-description.ts';
import {
  type OutgoingStream,
  refusedSection,
  type Section,
  sectionLines,
} from './write-section.ts';

/** RFC 8866: a description of more sections is refused by the parser of the other side. */
const MAX_SECTIONS = 250;

type Line =
  | { readonly kind: 'served'; section: Section; readonly offered?: OfferedSection }
  | { readonly kind: 'refused'; readonly offered: OfferedSection };

/** A section in which the browser sends. */
export interface Uplink extends Section {
  readonly ssrcs: OfferedSection['ssrcs'];
}

/**
 * The SDP of one connection with a browser, which carries both directions (RFC 8829). The browser
 * offers first, with what it sends; what it receives is added by offers of ours. Sections are never
 * removed or reordered, only made inactive and then used again, and payload types and extension
 * ids stay those of the browser's first offer.
 *
 * Pure: the transport itself knows nothing of renegotiation.
 */
export class BrowserSession {
  readonly #id: string;
  readonly #lines: Line[] = [];
  #version = 0;
  #remote: TransportCredentials | undefined;
  #local: LocalTransportParameters | undefined;

  /** @param id decimal digits that no other session has: the `o=` line's session id */
  constructor(id: string) {
    this.#id = id;
  }

  /**
   * Takes an offer of the browser: the first, or one that adds, stops or resumes its uplinks.
   * Returns what the transport has to be opened with.
   * @throws DescriptionRefused, changing nothing
   */
  takeOffer(text: string): TransportCredentials {
    const { credentials, sections } = readDescription(text);
    this.#checkSame(credentials);
    if (sections.length < this.#lines.length || sections.length > MAX_SECTIONS)
      throw new DescriptionRefused('A description keeps all sections of the one before.');
    const known = sections.every(
      ({ mid }, i) => i >= this.#lines.length || midOf(this.#lines[i]) === mid,
    );
    if (!known) throw new DescriptionRefused('Sections keep their order and their mid.');
    sections.forEach((offered, i) => {
      this.#lines[i] = answered(this.#lines[i], offered);
    });
    this.#remote ??= credentials;
    return credentials;
  }

  /** The answer to the offer taken last; `local` is the transport's and stays the same. */
  answer(local: LocalTransportParameters): string {
    this.#local = local;
    return this.#write(local, local.setup);
  }

  /** What the browser sends, as last negotiated. */
  uplinks(): readonly Uplink[] {
    return this.#lines.flatMap((line) =>
      line.kind === 'served' && line.section.direction === 'recvonly'
        ? [{ ...line.section, ssrcs: line.offered?.ssrcs ?? [] }]
        : [],
    );
  }

  /**
   * Adds a section in which the browser receives, or wakes one that was stopped. Its payload types and
   * ids are those of the browser's own sections of the kind.
   * @param codec what is to be sent, as its publisher calls it
   * @returns undefined when the browser never offered to decode that, or the connection has as many
   *   sections as it can
   */
  addDownlink(
    kind: MediaKind,
    codec: NegotiatedCodec,
    outgoing: OutgoingStream,
  ): Section | undefined {
    const model = this.#model(kind, codec);
    if (model === undefined) return undefined;
    const idle = this.#lines.findIndex(
      (line) =>
        line.kind === 'served' &&
        line.offered === undefined &&
        line.section.direction === 'inactive' &&
        line.section.codec.payloadType === model.codec.payloadType,
    );
    if (idle < 0 && this.#lines.length >= MAX_SECTIONS) return undefined;
    const at = idle < 0 ? this.#lines.length : idle;
    const section: Section = {
      ...model,
      // A browser numbers its own sections; the letter keeps ours apart from those it will add.
      mid: idle < 0 ? `s${at}` : midOf(this.#lines[at]),
      direction: 'sendonly',
      rids: [],
      outgoing,
    };
    this.#lines[at] = { kind: 'served', section };
    return section;
  }

  /**
   * Sends in a section that the offer taken last has for receiving: for players, whose one offer is answered once and
   * for all (draft-ietf-wish-whep). To be called before the answer is written.
   * @returns undefined when the offer has no such section left
   */
  fillDownlink(
    kind: MediaKind,
    sent: NegotiatedCodec,
    outgoing: OutgoingStream,
  ): Section | undefined {
    for (const line of this.#lines) {
      if (line.kind !== 'served' || line.offered?.receives !== true || line.offered.sends) continue;
      const { section } = line;
      const codec = codecFor(sent, line.offered.codecs);
      if (codec === undefined || section.kind !== kind || section.direction !== 'inactive')
        continue;
      line.section = { ...section, codec, direction: 'sendonly', outgoing };
      return line.section;
    }
    return undefined;
  }

  /** Makes a downlink inactive; its section waits to be used again. */
  stopDownlink(mid: string): void {
    const line = this.#lines.find((candidate) => midOf(candidate) === mid);
    if (line?.kind !== 'served' || line.section.direction !== 'sendonly') return;
    const { outgoing: _, ...section } = line.section;
    line.section = { ...section, direction: 'inactive' };
  }

  /**
   * An offer of ours with all sections.
   * @throws DescriptionRefused before the browser's first offer was answered
   */
  offer(): string {
    if (this.#local === undefined)
      throw new DescriptionRefused('The browser makes the first offer.');
    return this.#write(this.#local, 'actpass');
  }

  /**
   * Takes the answer to `offer`.
   * @returns the mids of downlinks that the browser does not want to receive
   * @throws DescriptionRefused
   */
  takeAnswer(text: string): readonly string[] {
    const { credentials, sections } = readDescription(text);
    this.#checkSame(credentials);
    const same =
      sections.length === this.#lines.length &&
      sections.every(({ mid }, i) => midOf(this.#lines[i]) === mid);
    if (!same) throw new DescriptionRefused('An answer has the sections of its offer.');
    return sections.flatMap(({ mid, receives }, i) => {
      const line = this.#lines[i];
      const sent = line?.kind === 'served' && line.section.direction === 'sendonly';
      return sent && !receives ? [mid] : [];
    });
  }

  /** An ICE restart needs a new transport, and so a new session. */
  #checkSame({ iceUfrag, fingerprint }: TransportCredentials): void {
    const before = this.#remote;
    if (before === undefined) return;
    if (before.iceUfrag !== iceUfrag || before.fingerprint !== fingerprint)
      throw new DescriptionRefused('An ICE restart needs a new connection.');
  }

  #model(kind: MediaKind, codec: NegotiatedCodec): Section | undefined {
    for (const line of this.#lines) {
      if (line.kind !== 'served' || line.section.kind !== kind) continue;
      const own = codecFor(codec, line.offered?.codecs ?? []);
      if (own !== undefined) return { ...line.section, codec: own };
    }
    return undefined;
  }

  #write(local: LocalTransportParameters, setup: LocalTransportParameters['setup']): string {
    this.#version += 1;
    const bundled = this.#lines.filter(({ kind }) => kind === 'served').map(midOf);
    return [
      'v=0',
      `o=- ${this.#id} ${this.#version} IN IP4 127.0.0.1`,
      's=-',
      't=0 0',
      'a=ice-lite',
      `a=group:BUNDLE ${bundled.join(' ')}`.trimEnd(),
      'a=extmap-allow-mixed',
      'a=msid-semantic: WMS *',
      ...this.#lines.flatMap((line) => {
        if (line.kind === 'served') return sectionLines(line.section, local, setup);
        const { media, protocol, formats, mid } = line.offered;
        return refusedSection(media, protocol, formats, mid);
      }),
      '',
    ].join('\r\n');
  }
}

function midOf(line: Line | undefined): string {
  if (line === undefined) return '';
  return line.kind === 'served' ? line.section.mid : line.offered.mid;
}

/** What a section of the browser's becomes: what was negotiated before stays. */
function answered(before: Line | undefined, offered: OfferedSection): Line {
  if (before?.kind === 'served' && before.offered === undefined) return before;
  const { kind, codec, extensions, mid, rids } = offered;
  if (before?.kind === 'refused' || kind === undefined || codec === undefined)
    return { kind: 'refused', offered };
  const kept = before?.section;
  if (kept?.direction === 'sendonly' && offered.receives)
    return { kind: 'served', section: kept, offered };
  const section: Section = {
    mid,
    kind,
    codec: kept?.codec ?? codec,
    extensions: kept?.extensions ?? extensions,
    direction: offered.sends ? 'recvonly' : 'inactive',
    rids: kept !== undefined && kept.rids.length > 0 ? kept.rids : rids,
  };
  return { kind: 'served', section, offered };
}
