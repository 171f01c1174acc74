import type { Remote } from './plain-socket.ts';

/** What carries the packets of one telephone, each way. Held until closed. */
export interface LegPath {
  sendRtp(packet: Uint8Array, to: Remote): void;
  sendRtcp(packet: Uint8Array, to: Remote): void;
  /** Idempotent; resolves when nothing of it is left. */
  close(): Promise<void>;
}
