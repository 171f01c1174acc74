import { Authentication } from './authentication.ts';
import { KeyStream } from './key-stream.ts';
import { deriveKeys } from './session-keys.ts';

/** What every packet of one direction goes through. */
export class PacketCipher {
  readonly stream: KeyStream;
  readonly authentication: Authentication;

  /** @param master key and salt, 30 octets */
  constructor(master: Uint8Array, protocol: 'rtp' | 'rtcp') {
    const { cipher, salt, authentication } = deriveKeys(master, protocol);
    this.stream = new KeyStream(cipher, salt);
    this.authentication = new Authentication(authentication);
  }
}
