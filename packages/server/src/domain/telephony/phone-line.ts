import type { SipCodec } from './sound.ts';

/** Where a phone's place is: a call on the router, or a room. */
export interface PhoneSeat {
  readonly org: string;
  /** `call_…` or `room_…`. */
  readonly conferenceId: string;
  /** The member of the call, or `part_…`. */
  readonly participantId: string;
  /** Whether a moderator has silenced who takes the place, before they came; nobody has where missing. */
  readonly silenced?: boolean;
}

/** One end of ICE and DTLS: credentials (RFC 8839), certificate (RFC 8122), and who opens the handshake (RFC 8842). */
export interface DtlsEnd {
  readonly iceUfrag: string;
  readonly icePwd: string;
  readonly fingerprint: string;
  readonly setup: 'active' | 'passive' | 'actpass';
}

/** RTP, as a phone and the server have agreed on it (RFC 3264). */
export interface AgreedAudio {
  readonly remote: {
    readonly address: string;
    readonly port: number;
    readonly rtcpPort: number;
  };
  readonly rtcpMux: boolean;
  readonly codec: SipCodec;
  readonly payloadType: number;
  /** Of RFC 4733 events; null without them. */
  readonly telephoneEvent: number | null;
  readonly ptimeMs: number;
  /** What flows, as the server sends and receives. */
  readonly sends: boolean;
  readonly receives: boolean;
  /** Keys of SDES for AES_CM_128_HMAC_SHA1_80, base64 of key and salt; null for plain RTP. */
  readonly srtp: { readonly local: string; readonly remote: string } | null;
  /** The phone's end of DTLS on a line that was opened for it, where ICE says who it is; null without. */
  readonly dtls: DtlsEnd | null;
  /**
   * Whose packets are taken: those of the remote address from whatever port, or, behind NAT, those of the first who
   * sends. Either way the source is locked then (RFC 7362 §5).
   */
  readonly latch: 'port' | 'any';
}

export interface PhoneLineEvents {
  /** A digit that the phone has sent (RFC 4733), once each: `0` to `9`, `*`, `#`, `A` to `D`. */
  digit(digit: string): void;
  /** Its first sound has come. */
  heard(): void;
  /** What it was played has been played to its end. */
  played(): void;
  /** Its media are gone, with their worker or for silence; the line is closed. */
  lost(): void;
}

/** A phone's sound in a conference: RTP on its side, on the other the conference without itself. Held until closed. */
export interface PhoneLine {
  /** Where it sends to. */
  readonly address: string;
  readonly port: number;
  /** Our end of ICE and DTLS, with `candidate:…` values; null on a plain line. */
  readonly dtls: (DtlsEnd & { readonly candidates: readonly string[] }) | null;
  /** Lets sound flow as agreed, or as it has been agreed anew. @throws AppError `media_unavailable` */
  connect(agreed: AgreedAudio): Promise<void>;
  /** Dials towards the phone (RFC 4733), one digit after the other. */
  dial(digits: string): void;
  /**
   * Plays a recording, by its file, to the phone alone and over what it hears, in place of the one before; undefined
   * ends that one.
   * @throws AppError `media_unavailable`
   */
  play(file: string | undefined): Promise<void>;
  /** Idempotent. Its port may be given to another line afterwards. */
  close(): void;
}

/** Where lines come from. Implemented over the media engine. */
export interface PhoneLines {
  /**
   * @param dtls for a phone that speaks ICE and DTLS, as a browser does
   * @throws AppError `media_full` | `media_unavailable`
   */
  open(seat: PhoneSeat, events: PhoneLineEvents, dtls: boolean): Promise<PhoneLine>;
}
