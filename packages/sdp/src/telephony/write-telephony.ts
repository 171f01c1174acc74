import { type AudioCodec, REGISTRATIONS } from './audio-codec.ts';
import type { AudioDescription, OfferedSection } from './audio-description.ts';
import { dtlsLines } from './dtls.ts';
import { writeSdesKey } from './sdes.ts';

/** What names a description and its versions (RFC 8866 §5.2). */
export interface Origin {
  readonly sessionId: string;
  /** One more with every change (RFC 3264 §8). */
  readonly version: number;
}

/**
 * Writes a description with CR LF. An answer refuses, by port 0, each section of the offer that is not its audio.
 * @param sections those of the offer; absent for an offer of one's own
 */
export function writeTelephony(
  origin: Origin,
  audio: AudioDescription,
  sections?: readonly OfferedSection[],
): string {
  const family = audio.address.includes(':') ? 'IP6' : 'IP4';
  const head = [
    'v=0',
    `o=- ${origin.sessionId} ${origin.version} IN ${family} ${audio.address}`,
    's=-',
    `c=IN ${family} ${audio.address}`,
    't=0 0',
    ...(audio.dtls === null ? [] : ['a=ice-lite']),
    ...(typeof audio.dtls?.mid === 'string' ? [`a=group:BUNDLE ${audio.dtls.mid}`] : []),
  ];
  const media =
    sections === undefined
      ? audioLines(audio, profileOf(audio))
      : sections.flatMap((section) =>
          section.isAudio
            ? audioLines(audio, section.protocol)
            : [`m=${section.media} 0 ${section.protocol} ${section.formats}`],
        );
  return [...head, ...media, ''].join('\r\n');
}

function profileOf({ keys, dtls }: AudioDescription): string {
  if (dtls !== null) return 'UDP/TLS/RTP/SAVPF';
  return keys.length > 0 ? 'RTP/SAVP' : 'RTP/AVP';
}

function audioLines(audio: AudioDescription, protocol: string): readonly string[] {
  const events = audio.telephoneEvent;
  const payloadTypes = audio.codecs.map(({ payloadType }) => payloadType);
  const formats = events === null ? payloadTypes : [...payloadTypes, events];
  return [
    `m=audio ${audio.port} ${protocol} ${formats.join(' ')}`,
    ...audio.codecs.flatMap(codecLines),
    ...(events === null
      ? []
      : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-16`]),
    `a=ptime:${audio.ptimeMs}`,
    ...audio.keys.map((key) => `a=crypto:${writeSdesKey(key)}`),
    ...(audio.dtls === null ? [] : dtlsLines(audio.dtls)),
    ...(audio.rtcpMux ? ['a=rtcp-mux'] : []),
    ...(!audio.rtcpMux && audio.rtcpPort !== audio.port + 1 ? [`a=rtcp:${audio.rtcpPort}`] : []),
    `a=${audio.direction}`,
  ];
}

function codecLines({ name, payloadType, parameters }: AudioCodec): readonly string[] {
  const rtpmap = `a=rtpmap:${payloadType} ${REGISTRATIONS[name].rtpmap}`;
  return parameters === undefined ? [rtpmap] : [rtpmap, `a=fmtp:${payloadType} ${parameters}`];
}
