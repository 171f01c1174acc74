import { EXTENSION_URIS } from '@sky-genesis/rtp';
import { parseSessionDescription } from '@sky-genesis/sdp';
import type { DtlsSetup, TransportCredentials } from '../transport/media-transport.ts';

import { chooseCodec, offeredCodecs } from './choose-codec.ts';

import {
  type AnnouncedSsrc,
  type BrowserDescription,
  DescriptionRefused,
  type ExtensionIds,
  type MediaKind,
  type OfferedSection,
} from './media-description.ts';

type Parsed = Extract<ReturnType<typeof parseSessionDescription>, { ok: true }>['value'];
type ParsedSection = Parsed['media'][number];

const SETUPS: readonly DtlsSetup[] = ['active', 'passive', 'actpass'];
const MAX_LAYERS = 4;

/**
 * Reads a browser's offer or answer: what one BUNDLE of it needs to connect, and what of each m-line
 * the engine can serve.
 * @throws DescriptionRefused
 */
export function readDescription(text: string): BrowserDescription {
  const parsed = parseSessionDescription(text);
  if (!parsed.ok) throw new DescriptionRefused(parsed.problem.message);
  const { media } = parsed.value;
  const sections = media.map(readSection);
  const mids = new Set(sections.map(({ mid }) => mid));
  if (mids.size !== sections.length || mids.has(''))
    throw new DescriptionRefused('Every media section needs a mid of its own.');
  return { credentials: readCredentials(parsed.value), sections };
}

/** RFC 9143: the first section that is not refused carries the BUNDLE's transport. */
function readCredentials(session: Parsed): TransportCredentials {
  const section = session.media.find(({ port }) => port !== 0) ?? session.media[0];
  const setup = section?.setup ?? session.setup;
  const fingerprint = section?.fingerprint ?? session.fingerprint;
  const known = SETUPS.find((candidate) => candidate === setup);
  if (section === undefined || fingerprint === undefined || known === undefined)
    throw new DescriptionRefused('The description has no DTLS fingerprint and setup.');
  // Two lite agents would both wait for the other's checks (RFC 8445 section 2.5).
  if (session.icelite !== undefined)
    throw new DescriptionRefused('Media are served to full ICE agents only.');
  // sdp-transform makes numbers of texts that look like one.
  return {
    iceUfrag: String(section.iceUfrag ?? session.iceUfrag ?? ''),
    icePwd: String(section.icePwd ?? session.icePwd ?? ''),
    fingerprint: `${fingerprint.type} ${fingerprint.hash}`,
    setup: known,
  };
}

function readSection(section: ParsedSection): OfferedSection {
  // RFC 9143 section 6: a port of zero refuses a section, but for one that waits to be bundled.
  const refused = section.port === 0 && section.bundleOnly === undefined;
  const direction = refused ? 'inactive' : (section.direction ?? 'sendrecv');
  const kind = mediaKind(section.type);
  const codecs = kind === undefined ? [] : offeredCodecs(kind, section);
  const base = {
    media: section.type,
    protocol: section.protocol,
    formats: section.payloads ?? '0',
    mid: section.mid === undefined ? '' : String(section.mid),
    extensions: readExtensions(section),
    sends: direction === 'sendrecv' || direction === 'sendonly',
    receives: direction === 'sendrecv' || direction === 'recvonly',
    rids: readRids(section),
    ssrcs: readSsrcs(section),
    codecs,
  };
  const codec = chooseCodec(codecs);
  return kind === undefined || codec === undefined ? base : { ...base, kind, codec };
}

function mediaKind(media: string): MediaKind | undefined {
  return media === 'audio' || media === 'video' ? media : undefined;
}

function readExtensions({ ext = [] }: ParsedSection): ExtensionIds {
  const names = Object.entries(EXTENSION_URIS);
  const found: Record<string, number> = {};
  for (const { uri, value } of ext) {
    const name = names.find(([, known]) => known === uri)?.[0];
    if (name !== undefined && value >= 1 && value <= 255) found[name] = value;
  }
  return found;
}

function readRids({ rids = [], simulcast }: ParsedSection): readonly string[] {
  if (simulcast === undefined) return [];
  const list = simulcast.dir1 === 'send' ? simulcast.list1 : (simulcast.list2 ?? '');
  const sent = new Set(
    rids.flatMap(({ id, direction }) => (direction === 'send' ? [String(id)] : [])),
  );
  // Alternatives (after a comma) and the mark of a paused stream are the browser's affair.
  return String(list)
    .split(';')
    .map((alternatives) => (alternatives.split(',')[0] ?? '').replace('~', ''))
    .filter((rid) => sent.has(rid))
    .slice(0, MAX_LAYERS);
}

function readSsrcs({ ssrcs = [], ssrcGroups = [] }: ParsedSection): readonly AnnouncedSsrc[] {
  const pairs = ssrcGroups
    .filter(({ semantics }) => semantics === 'FID')
    .map(({ ssrcs: pair }) => pair.split(' ').map(Number));
  const repairs = new Set(pairs.map(([, repair]) => repair));
  const primaries = [...new Set(ssrcs.map(({ id }) => Number(id)))].filter(
    (ssrc) => !repairs.has(ssrc),
  );
  return primaries.map((ssrc) => {
    const rtxSsrc = pairs.find(([primary]) => primary === ssrc)?.[1];
    return rtxSsrc === undefined ? { ssrc } : { ssrc, rtxSsrc };
  });
}
