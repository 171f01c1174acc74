import type { ForwardList } from './forward-list.ts';
import type { PacketBatch } from './packet-batch.ts';

/** RFC 8842: which end opens the DTLS handshake. `actpass` leaves the choice to the answerer. */
export type DtlsSetup = 'active' | 'passive' | 'actpass';

/** What one end has to know of the other: ICE credentials (RFC 8839) and certificate (RFC 8122). */
export interface TransportCredentials {
  readonly iceUfrag: string;
  readonly icePwd: string;
  /** Hash name and colon-separated hex, as SDP writes it: `sha-256 5A:C7:…`. */
  readonly fingerprint: string;
  readonly setup: DtlsSetup;
}

export interface LocalTransportParameters extends TransportCredentials {
  /** `candidate:…` values (RFC 8839 section 5.1) with the address the backend is bound to. */
  readonly candidates: readonly string[];
}

/** One ICE and DTLS association with a browser. Held until it is closed. */
export interface MediaTransport {
  /**
   * The small integer by which batches and forwards name the transport. Given again to another
   * transport only after `transportClosed` was told.
   */
  readonly slot: number;
  readonly local: LocalTransportParameters;
  /** Sends one whole packet, RTP or RTCP, at once and beside all forwards: what no router decides about. */
  send(packet: Uint8Array): void;
  /** Idempotent. Nothing is delivered or sent for the slot afterwards. */
  close(): void;
}

/**
 * What a backend tells its owner. Calls come one at a time, never from inside a call into the
 * backend.
 */
export interface BackendEvents {
  /**
   * All packets that one wake-up of the process brought, at most `MAX_RECEIVED` at a time, RTP and
   * RTCP, decrypted, in order of arrival for each transport. The forwards that the owner lists are
   * sent when it returns; both objects are the backend's and are reused.
   */
  packets(batch: PacketBatch, forwards: ForwardList): void;
  /** Told once: ICE and DTLS are up, and the remote certificate is the one that was announced. */
  connected(slot: number): void;
  /**
   * Told once for each transport, whoever closed it; `failed` where ICE found no path, DTLS did not come about, or the
   * peer's consent ran out (RFC 7675).
   */
  transportClosed(slot: number, failed: boolean): void;
}

/**
 * The sockets of a process: ICE, DTLS, SRTP and the sending of what the router decides. A backend
 * accepts no peer whose certificate differs from the announced one, and no DTLS from an address
 * that has not passed an ICE check.
 */
export interface MediaBackend {
  /**
   * Resolves once the local credentials and candidates are known; the peer may then connect.
   * @param reserved what the peer was promised before it was known; these it has then
   * @throws TransportRefused when the credentials cannot be used, or the backend is closed
   */
  open(remote: TransportCredentials, reserved?: LocalTransportParameters): Promise<MediaTransport>;
  /**
   * What a transport that is opened later will have, for who makes the first offer.
   * @throws TransportRefused where its port is not known before
   */
  reserve(): LocalTransportParameters;
  /** Sends what `write` lists outside of a wake-up: reports, retransmission requests. Not from inside `packets`, or another. */
  send(write: (batch: PacketBatch, forwards: ForwardList) => void): void;
  /** Closes every transport; resolves when nothing of them is left. */
  close(): Promise<void>;
}

/** Makes a backend that delivers to `events`. */
export type BackendFactory = (events: BackendEvents) => MediaBackend;

export class TransportRefused extends Error {
  override readonly name = 'TransportRefused';
  readonly code = 'transport_refused';
}
