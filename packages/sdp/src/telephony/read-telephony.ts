import type { MediaDescription, SessionDescription } from 'sdp-transform';
import { accepted, type Parsed, refused } from '../parsed.ts';
import { parseSessionDescription } from '../session-description.ts';
import { type AudioCodec, codecOf, staticCodec } from './audio-codec.ts';
import {
  type AudioDescription,
  DIRECTIONS,
  type Direction,
  type OfferedSection,
  type TelephonyDescription,
} from './audio-description.ts';
import { parseSdesKey, type SdesKey } from './sdes.ts';

const USUAL_PTIME_MS = 20;
/** Before RFC 3264 an address of zeros meant hold (its §8.4). */
const NOWHERE = new Set(['0.0.0.0', '::']);

type Section = SessionDescription['media'][number] & MediaDescription;

/** Reads an offer or answer of a telephone. Refuses what has no audio that could be used. Never throws. */
export function readTelephony(text: string): Parsed<TelephonyDescription> {
  const parsed = parseSessionDescription(text);
  if (!parsed.ok) return parsed;
  const session = parsed.value;
  for (const [index, section] of session.media.entries()) {
    if (section.type !== 'audio' || section.port === 0 || !isRtp(section.protocol)) continue;
    const audio = readAudio(session, section);
    if (audio === undefined) continue;
    const sections = session.media.map((other, at) => offered(other, at === index));
    return accepted({ audio, sections });
  }
  return refused('There is no audio section that can be used.');
}

function isRtp(protocol: string): boolean {
  return /^RTP\/S?AVPF?$/.test(protocol);
}

function readAudio(session: SessionDescription, section: Section): AudioDescription | undefined {
  const address = section.connection?.ip ?? session.connection?.ip;
  const codecs = readCodecs(section);
  if (address === undefined || codecs.length === 0) return undefined;
  const keys = readKeys(section);
  // Keys are obligatory where the profile is the secure one.
  if (section.protocol.includes('SAVP') && keys.length === 0) return undefined;
  const rtcpMux = section.rtcpMux === 'rtcp-mux';
  const direction = directionOf(section.direction ?? session.direction);
  return {
    address,
    port: section.port,
    rtcpPort: section.rtcp?.port ?? (rtcpMux ? section.port : section.port + 1),
    rtcpMux,
    direction: NOWHERE.has(address) ? withoutReceiving(direction) : direction,
    codecs,
    telephoneEvent: eventsOf(section),
    ptimeMs: ptimeOf(section),
    keys: section.protocol.includes('SAVP') ? keys : [],
  };
}

function readCodecs(section: Section): readonly AudioCodec[] {
  const known = new Map<string, AudioCodec>();
  for (const payloadType of payloadTypes(section)) {
    const mapped = section.rtp.find(({ payload }) => payload === payloadType);
    const name = mapped === undefined ? staticCodec(payloadType) : codecOf(rtpmapOf(mapped));
    if (name === undefined || known.has(name)) continue;
    const parameters = section.fmtp.find(({ payload }) => payload === payloadType)?.config;
    known.set(name, { name, payloadType, ...(parameters === undefined ? {} : { parameters }) });
  }
  return [...known.values()];
}

function rtpmapOf({ codec, rate, encoding }: Section['rtp'][number]): string {
  return [codec, rate, encoding].filter((part) => part !== undefined).join('/');
}

function payloadTypes(section: Section): readonly number[] {
  return String(section.payloads ?? '')
    .split(' ')
    .map(Number);
}

function eventsOf(section: Section): number | null {
  const offeredTypes = payloadTypes(section);
  const mapped = section.rtp.find(
    ({ codec, rate, payload }) =>
      codec.toLowerCase() === 'telephone-event' &&
      (rate ?? 8000) === 8000 &&
      offeredTypes.includes(payload),
  );
  return mapped?.payload ?? null;
}

function readKeys(section: Section): readonly SdesKey[] {
  return (section.crypto ?? []).flatMap(({ id, suite, config, sessionConfig }) => {
    const rest = sessionConfig === undefined ? '' : ` ${sessionConfig}`;
    return parseSdesKey(`${id} ${suite} ${config}${rest}`) ?? [];
  });
}

function ptimeOf({ ptime }: Section): number {
  const given = Number(ptime ?? USUAL_PTIME_MS);
  return given >= 10 && given <= 60 && given % 10 === 0 ? given : USUAL_PTIME_MS;
}

function directionOf(written: string | undefined): Direction {
  return DIRECTIONS.find((direction) => direction === written) ?? 'sendrecv';
}

function withoutReceiving(direction: Direction): Direction {
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}

function offered(section: Section, isAudio: boolean): OfferedSection {
  const { type, protocol, payloads = '0' } = section;
  return { isAudio, media: type, protocol, formats: String(payloads) };
}
