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
import { DTLS_SETUPS, type DtlsDescription } from './dtls.ts';
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
  let problem = 'There is no audio section that can be used.';
  for (const [index, section] of session.media.entries()) {
    if (section.type !== 'audio' || section.port === 0 || !isRtp(section.protocol)) continue;
    const audio = readAudio(session, section);
    if (typeof audio === 'string') problem = audio;
    if (typeof audio !== 'object') continue;
    const sections = session.media.map((other, at) => offered(other, at === index));
    return accepted({ audio, sections });
  }
  return refused(problem);
}

function isRtp(protocol: string): boolean {
  return /^(?:UDP\/TLS\/RTP\/SAVPF?|RTP\/S?AVPF?)$/.test(protocol);
}

/** What is wrong with it, where that can be said. */
function readAudio(
  session: SessionDescription,
  section: Section,
): AudioDescription | string | undefined {
  const address = section.connection?.ip ?? session.connection?.ip;
  const codecs = readCodecs(section);
  if (address === undefined || codecs.length === 0) return undefined;
  const isSecure = section.protocol.includes('SAVP');
  const keys = isSecure ? readKeys(section) : [];
  // Keys are obligatory where the profile is the secure one.
  const dtls = isSecure && keys.length === 0 ? readDtls(session, section) : null;
  if (dtls === undefined || typeof dtls === 'string') return dtls;
  const rtcpMux = section.rtcpMux === 'rtcp-mux';
  const direction = directionOf(section.direction ?? session.direction);
  return {
    address,
    port: section.port,
    rtcpPort: section.rtcp?.port ?? (rtcpMux ? section.port : section.port + 1),
    rtcpMux,
    // By ICE the address is that of a candidate, or none yet (RFC 8840 §4.1.1).
    direction: dtls === null && NOWHERE.has(address) ? withoutReceiving(direction) : direction,
    codecs,
    telephoneEvent: eventsOf(section),
    ptimeMs: ptimeOf(section),
    keys,
    dtls,
  };
}

/** Undefined where there is no DTLS, and text where it cannot be used. */
function readDtls(
  session: SessionDescription,
  section: Section,
): DtlsDescription | string | undefined {
  const fingerprint = section.fingerprint ?? session.fingerprint;
  if (fingerprint === undefined) return undefined;
  const iceUfrag = section.iceUfrag ?? session.iceUfrag;
  const icePwd = section.icePwd ?? session.icePwd;
  if (iceUfrag === undefined || icePwd === undefined) return 'DTLS-SRTP is served with ICE only.';
  if (section.rtcpMux !== 'rtcp-mux') return 'DTLS-SRTP is served with rtcp-mux only.';
  if (session.icelite !== undefined) return 'DTLS-SRTP is served to full ICE agents only.';
  const written = section.setup ?? session.setup;
  return {
    iceUfrag: String(iceUfrag),
    icePwd,
    fingerprint: `${fingerprint.type} ${fingerprint.hash}`,
    // RFC 8842 §5.1: `actpass` is what an offer has to say, and old ones leave it out.
    setup: DTLS_SETUPS.find((setup) => setup === written) ?? 'actpass',
    candidates: [],
    mid: section.mid === undefined ? null : String(section.mid),
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
      // The parser makes a number of what is all digits, here and elsewhere.
      String(codec).toLowerCase() === 'telephone-event' &&
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
