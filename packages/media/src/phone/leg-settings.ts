import type { TransportCredentials } from '../transport/media-transport.ts';
import type { LegCodecName } from './leg-codec.ts';
import type { Remote } from './plain-socket.ts';
import type { LatchPolicy } from './source-latch.ts';

/** What signaling has agreed on for one telephone; it may agree anew at any time. */
export interface LegSettings {
  /** Where the telephone said that it listens. */
  readonly remote: Remote;
  /** Where it listens for RTCP: the next port unless told otherwise, the same when multiplexed (RFC 5761). */
  readonly rtcp?: number | 'mux';
  readonly codec: { readonly name: LegCodecName; readonly payloadType: number };
  /** RFC 4733; absent where it was not agreed on. */
  readonly telephoneEvent?: { readonly payloadType: number; readonly clockRate: number };
  readonly latch: LatchPolicy;
  /** Whether the telephone is sent sound: false while it holds us. */
  readonly sends: boolean;
  /** Whether sound is taken from it: false while we hold it. */
  readonly receives: boolean;
  /** Master keys with salts, 30 octets each (RFC 4568, AES_CM_128_HMAC_SHA1_80); absent for plain RTP. */
  readonly srtp?: { readonly local: Uint8Array; readonly remote: Uint8Array };
  /** Who is at the other end of ICE and DTLS, which then stand for `remote`, `latch` and `srtp`. */
  readonly dtls?: TransportCredentials;
}
