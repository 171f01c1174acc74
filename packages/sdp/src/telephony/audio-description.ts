import type { AudioCodec } from './audio-codec.ts';
import type { DtlsDescription } from './dtls.ts';
import type { SdesKey } from './sdes.ts';

export const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;
/** As its writer sends and receives (RFC 8866 §6.7). */
export type Direction = (typeof DIRECTIONS)[number];

/** The audio of a telephone call, as one end describes it. */
export interface AudioDescription {
  /** Where the end receives RTP. */
  readonly address: string;
  readonly port: number;
  /** Where it receives RTCP (RFC 3605); the RTP port with `rtcpMux`. */
  readonly rtcpPort: number;
  readonly rtcpMux: boolean;
  readonly direction: Direction;
  /** Those that are known here, the preferred first. */
  readonly codecs: readonly AudioCodec[];
  /** Payload type of RFC 4733 events on an 8 kHz clock; null without them. */
  readonly telephoneEvent: number | null;
  /** Milliseconds a packet, as the end would have them. */
  readonly ptimeMs: number;
  /** `RTP/SAVP` with keys by SDES (RFC 4568), the preferred first; empty for plain RTP, and with DTLS. */
  readonly keys: readonly SdesKey[];
  /** `UDP/TLS/RTP/SAVPF`; null without DTLS. */
  readonly dtls: DtlsDescription | null;
}

/** A whole description, of which the first usable audio section is the call's. */
export interface TelephonyDescription {
  readonly audio: AudioDescription;
  /** The sections in order: an answer has to name every one of them (RFC 3264 §6). */
  readonly sections: readonly OfferedSection[];
}

export interface OfferedSection {
  readonly isAudio: boolean;
  /** The rest of its `m=` line, to be refused with port 0. */
  readonly media: string;
  readonly protocol: string;
  readonly formats: string;
}

/** The direction in which the other end then sends and receives. */
export function mirrored(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}
