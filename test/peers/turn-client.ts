import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type Attribute,
  decodeAnswer,
  encodeRequest,
  type LongTermKey,
  STUN_ATTRIBUTES,
  STUN_TYPES,
  type StunAnswer,
  xorAddress,
} from './stun-message.ts';

export interface TurnCredentials {
  readonly username: string;
  readonly password: string;
}

/** `ok`, or the error code that the server answered. */
export type TurnOutcome = 'ok' | number;

/** RFC 8489 §6.2.1: an unanswered request is sent again. */
const againAfterMs = 500;
const limitMs = 10_000;
const udp = 17;
/** The server wants the same request with the nonce of its answer. */
const staleNonce = 438;

type AttributesOf = (transactionId: Buffer) => readonly Attribute[];

/** A STUN and TURN client over UDP: what one needs to see what a server grants and refuses. */
export class TurnClient {
  readonly #socket: Socket;
  readonly #port: number;
  #key: LongTermKey | undefined;
  #nonce: Buffer | undefined;

  private constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#port = port;
  }

  /** @param port of a server on 127.0.0.1 */
  static async open(port: number): Promise<TurnClient> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new TurnClient(socket, port);
  }

  close(): void {
    this.#socket.close();
  }

  /** @throws Error when nothing answers */
  async binding(): Promise<StunAnswer> {
    return await this.#ask(STUN_TYPES.bindingRequest, () => []);
  }

  /** Asks for a relay, first without credentials as RFC 8656 §7.1 has it, then with the server's challenge. */
  async allocate(credentials: TurnCredentials, family: 4 | 6 = 4): Promise<TurnOutcome> {
    const wanted = (): readonly Attribute[] => [
      [STUN_ATTRIBUTES.requestedTransport, Buffer.from([udp, 0, 0, 0])],
      [STUN_ATTRIBUTES.requestedAddressFamily, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
    ];
    const challenge = await this.#ask(STUN_TYPES.allocateRequest, wanted);
    const realm = challenge.attributes.get(STUN_ATTRIBUTES.realm)?.toString('utf8');
    if (challenge.errorCode !== 401 || realm === undefined)
      throw new Error(`no challenge, but ${challenge.errorCode}`);
    this.#nonce = challenge.attributes.get(STUN_ATTRIBUTES.nonce);
    this.#key = { ...credentials, realm };
    return outcome(await this.#ask(STUN_TYPES.allocateRequest, wanted));
  }

  /** Asks that packets of this address may pass: the moment in which a server refuses a peer. */
  async permit(address: string): Promise<TurnOutcome> {
    const peer = (transactionId: Buffer): readonly Attribute[] => [
      [STUN_ATTRIBUTES.xorPeerAddress, xorAddress(address, 9, transactionId)],
    ];
    return outcome(await this.#ask(STUN_TYPES.createPermissionRequest, peer));
  }

  async refresh(lifetimeS: number): Promise<TurnOutcome> {
    const lifetime = Buffer.alloc(4);
    lifetime.writeUInt32BE(lifetimeS);
    const wanted = (): readonly Attribute[] => [[STUN_ATTRIBUTES.lifetime, lifetime]];
    return outcome(await this.#ask(STUN_TYPES.refreshRequest, wanted));
  }

  async #ask(type: number, attributesOf: AttributesOf): Promise<StunAnswer> {
    const answer = await this.#askOnce(type, attributesOf);
    if (answer.errorCode !== staleNonce) return answer;
    this.#nonce = answer.attributes.get(STUN_ATTRIBUTES.nonce);
    return await this.#askOnce(type, attributesOf);
  }

  async #askOnce(type: number, attributesOf: AttributesOf): Promise<StunAnswer> {
    const transactionId = randomBytes(12);
    const attributes = [...attributesOf(transactionId), ...this.#proof()];
    const request = encodeRequest(type, transactionId, attributes, this.#key);
    const { promise, resolve, reject } = Promise.withResolvers<StunAnswer>();
    const hear = (message: Buffer) => {
      const answer = decodeAnswer(message, transactionId);
      if (answer !== undefined) resolve(answer);
    };
    const send = () => this.#socket.send(request, this.#port, '127.0.0.1');
    const again = setInterval(send, againAfterMs);
    const limit = setTimeout(() => reject(new Error(`no answer from port ${this.#port}`)), limitMs);
    this.#socket.on('message', hear);
    send();
    return await promise.finally(() => {
      clearInterval(again);
      clearTimeout(limit);
      this.#socket.off('message', hear);
    });
  }

  #proof(): readonly Attribute[] {
    if (this.#key === undefined || this.#nonce === undefined) return [];
    return [
      [STUN_ATTRIBUTES.username, Buffer.from(this.#key.username)],
      [STUN_ATTRIBUTES.realm, Buffer.from(this.#key.realm)],
      [STUN_ATTRIBUTES.nonce, this.#nonce],
    ];
  }
}

function outcome({ errorCode }: StunAnswer): TurnOutcome {
  return errorCode ?? 'ok';
}
