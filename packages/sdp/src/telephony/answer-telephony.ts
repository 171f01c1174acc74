import { type AudioCodec, type AudioCodecName, REGISTRATIONS } from './audio-codec.ts';
import { type AudioDescription, type Direction, mirrored } from './audio-description.ts';
import { answeringSetup, type DtlsDescription } from './dtls.ts';
import type { SdesKey } from './sdes.ts';

/** What this end has for a call. */
export interface AudioMeans {
  readonly address: string;
  readonly port: number;
  /** The preferred first. */
  readonly codecs: readonly AudioCodecName[];
  /** As this end would send and receive. */
  readonly direction: Direction;
  /** Our key, where SRTP is wanted; its tag is replaced by the offer's in an answer. */
  readonly key?: SdesKey;
  /** Our end of ICE, where SRTP by DTLS is wanted; its role in an answer is what the offer leaves, unless it is settled. */
  readonly dtls?: DtlsDescription;
}

/** What this end asks of an offer, whatever the place of its media will be. */
export interface AudioDemands {
  readonly codecs: readonly AudioCodecName[];
  readonly srtp: SrtpWay;
}

/** None; with keys in the description (RFC 4568); or with keys by DTLS (RFC 5764). */
export type SrtpWay = 'off' | 'sdes' | 'dtls';

const EVENTS_PAYLOAD_TYPE = 101;

/** An offer of ours: every codec by its usual number, RFC 4733 events, RTCP on the RTP port by DTLS alone. */
export function offerAudio(means: AudioMeans): AudioDescription {
  return {
    ...{ address: means.address, port: means.port },
    ...(means.dtls === undefined
      ? { rtcpPort: means.port + 1, rtcpMux: false, dtls: null }
      : { rtcpPort: means.port, rtcpMux: true, dtls: { ...means.dtls, setup: 'actpass' } }),
    direction: means.direction,
    codecs: means.codecs.map(ownCodec),
    telephoneEvent: EVENTS_PAYLOAD_TYPE,
    ptimeMs: 20,
    keys: means.key === undefined ? [] : [means.key],
  };
}

/** Why an offer could have no answer; undefined where it could. */
export function misfitOf(
  offer: AudioDescription,
  { codecs, srtp }: AudioDemands,
): 'codec' | 'srtp' | undefined {
  if (!offer.codecs.some(({ name }) => codecs.includes(name))) return 'codec';
  return srtpOf(offer) === srtp ? undefined : 'srtp';
}

export function srtpOf({ keys, dtls }: AudioDescription): SrtpWay {
  if (dtls !== null) return 'dtls';
  return keys.length > 0 ? 'sdes' : 'off';
}

/**
 * An answer (RFC 3264 §6): the one codec that both ends have and the offerer prefers, by the offer's numbers, with
 * events where they were offered. Undefined where there is none, or where one end wants SRTP and the other has none.
 */
export function answerAudio(
  offer: AudioDescription,
  means: AudioMeans,
): AudioDescription | undefined {
  const { codecs } = means;
  const srtp = means.dtls ? 'dtls' : means.key ? 'sdes' : 'off';
  if (misfitOf(offer, { codecs, srtp }) !== undefined) return undefined;
  const codec = offer.codecs.find(({ name }) => codecs.includes(name));
  const theirKey = offer.keys.find(({ suite }) => suite === means.key?.suite);
  const key = means.key && theirKey ? { ...means.key, tag: theirKey.tag } : undefined;
  if (codec === undefined || (srtp === 'sdes' && key === undefined)) return undefined;
  const { address, port } = means;
  return {
    ...{ address, port, rtcpPort: offer.rtcpMux ? port : port + 1, rtcpMux: offer.rtcpMux },
    direction: narrowed(mirrored(offer.direction), means.direction),
    codecs: [answeredCodec(codec)],
    telephoneEvent: offer.telephoneEvent,
    ptimeMs: offer.ptimeMs,
    keys: key === undefined ? [] : [key],
    dtls: means.dtls && offer.dtls ? answeredDtls(offer.dtls, means.dtls) : null,
  };
}

function answeredDtls(offer: DtlsDescription, ours: DtlsDescription): DtlsDescription {
  const setup = ours.setup === 'actpass' ? answeringSetup(offer.setup) : ours.setup;
  return { ...ours, setup, mid: offer.mid };
}

/** What may flow when one end would `a` and the other allows `b`, both as this end sees it. */
export function narrowed(a: Direction, b: Direction): Direction {
  const sends = canSend(a) && canSend(b);
  const receives = canReceive(a) && canReceive(b);
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}

function canSend(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

function canReceive(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

function ownCodec(name: AudioCodecName): AudioCodec {
  const { payloadType, parameters } = REGISTRATIONS[name];
  return { name, payloadType, ...(parameters === undefined ? {} : { parameters }) };
}

/** Parameters say what their writer can receive: ours, not the offer's. */
function answeredCodec({ name, payloadType }: AudioCodec): AudioCodec {
  return { ...ownCodec(name), payloadType };
}
