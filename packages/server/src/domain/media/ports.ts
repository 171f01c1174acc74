import type { AgreedAudio, PhoneLine } from '../telephony/index.ts';
import type { MediaKind } from './track.ts';

/** What the engine makes of a client's offer. */
export interface Answered {
  readonly sdp: string;
  /** The sections in which the client sends, each with the engine's name of what it carries. */
  readonly published: readonly {
    readonly producer: string;
    readonly mid: string;
    readonly kind: MediaKind;
  }[];
}

export interface Reception {
  /** Our offer to the client; null where nothing has changed. */
  readonly sdp: string | null;
  readonly received: readonly { readonly mid: string; readonly producer: string }[];
}

/** How a client wants to have a track. */
export interface Wish {
  /** Of the picture as it is shown, in physical pixels; absent for as large as it is sent. */
  readonly maxWidth?: number;
  readonly maxHeight?: number;
  readonly paused: boolean;
  /** Before others where bandwidth is short. */
  readonly pinned: boolean;
}

/** Of the engine's names, `room` is a conference's and `endpoint` one connection's. */
export interface MediaConnections {
  /**
   * Makes a connection by its first offer.
   * @throws AppError `sdp_invalid` | `media_full` | `media_unavailable`
   */
  open(
    room: string,
    endpoint: string,
    sdp: string,
    /** What the answer fills the client's own receiving sections with, for who takes no offer of ours. */
    producers?: readonly string[],
  ): Promise<Answered>;
  /** Takes a later offer of the client's. @throws as `open` */
  offer(room: string, endpoint: string, sdp: string): Promise<Answered>;
  /** Takes the client's answer to our last offer. @throws as `open` */
  answer(room: string, endpoint: string, sdp: string): Promise<void>;
  /** Ends the connection with all it publishes. One that is not, or no longer, there is none's concern. */
  close(room: string, endpoint: string): void;
}

export interface MediaRouting {
  /** What the connection receives from now on, all of it. @throws as `MediaConnections.open` */
  receive(room: string, endpoint: string, producers: readonly string[]): Promise<Reception>;
  /** Counts from when the connection receives the producer on. */
  want(room: string, endpoint: string, producer: string, wish: Wish): void;
  /** A blocked producer of the connection's reaches nobody. */
  block(room: string, endpoint: string, producer: string, blocked: boolean): void;
  /** Ends every connection of the room. */
  closeRoom(room: string): void;
}

/** Where a phone is to send to. */
export type PhonePlace = Pick<PhoneLine, 'address' | 'port' | 'dtls'>;

/** Phones, whose media are RTP, plain or by ICE and DTLS. `room` and `endpoint` as above; `close` ends a phone too. */
export interface PhoneEngine extends Pick<MediaConnections, 'close'> {
  /** Where the phone is to send to. @throws AppError `media_full` | `media_unavailable` */
  openPhone(room: string, endpoint: string, dtls: boolean): Promise<PhonePlace>;
  /** Lets sound flow as agreed. @returns the producer of the phone's sound, the same however often */
  connectPhone(
    room: string,
    endpoint: string,
    agreed: AgreedAudio,
  ): Promise<{ readonly producer: string }>;
  /** Dials towards the phone (RFC 4733). */
  dialPhone(room: string, endpoint: string, digits: string): void;
  /** As `PhoneLine.play`. */
  playPhone(room: string, endpoint: string, file: string | undefined): Promise<void>;
  onPhone(events: PhoneEngineEvents): () => void;
}

/** What the engine tells of phones. */
export interface PhoneEngineEvents {
  /** A phone has sent a digit; once each. */
  digit(endpoint: string, digit: string): void;
  /** A recording has been played to its end. */
  played(endpoint: string): void;
}

/** What the engine tells. */
export interface MediaEngineEvents {
  /** Media may flow. */
  connected(endpoint: string): void;
  /** The connection is gone, whoever ended it. */
  closed(endpoint: string): void;
  /** With the worker that served them; they can be opened anew at once. */
  roomsLost(rooms: readonly string[]): void;
  /** Who is heard, loudest first; `level` as in RFC 6464, 0 (loudest) to 127. */
  speakers(
    room: string,
    speakers: readonly { readonly producer: string; readonly level: number }[],
  ): void;
  quality(room: string, reports: readonly QualityReport[]): void;
  /** Which layers of what a connection sends anybody wants, smallest first. */
  demand(endpoint: string, uplinks: readonly UplinkDemand[]): void;
}

export interface UplinkDemand {
  readonly mid: string;
  readonly layers: readonly boolean[];
}

/** One direction of one connection over the last seconds. */
export interface QualityReport {
  readonly endpoint: string;
  /** `up`: what the engine receives of it. */
  readonly direction: 'up' | 'down';
  /** 0 to 1. */
  readonly lossFraction: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** ITU-T G.107; null without sound. */
  readonly mos: number | null;
}

/** The media engine of this server. Implemented over its worker processes. */
export interface MediaEngine extends MediaConnections, MediaRouting {
  /** Media are to be expected soon: what takes time to start may start. */
  warm(): void;
  subscribe(events: MediaEngineEvents): () => void;
}
