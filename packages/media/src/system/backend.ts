import { randomBytes } from 'node:crypto';
import { packetKind } from '@sky-genesis/rtp';
import { hostCandidates } from '../ice/host-candidates.ts';
import { answerTo, isAuthentic, isKeepAlive, readIceCheck } from '../ice/ice-check.ts';
import { checkCredentials } from '../transport/credentials.ts';
import { ForwardList } from '../transport/forward-list.ts';
import { ForwardWriter } from '../transport/forward-writer.ts';
import {
  type BackendEvents,
  type LocalTransportParameters,
  type MediaBackend,
  type MediaTransport,
  type TransportCredentials,
  TransportRefused,
} from '../transport/media-transport.ts';
import { PacketBatch } from '../transport/packet-batch.ts';
import { Association, type AssociationParts } from './association.ts';
import { DtlsContext } from './dtls-context.ts';
import type { Foreign } from './foreign.ts';
import { Memory } from './memory.ts';
import { type AddressKey, isScoped, keyOf, readSocketAddress } from './socket-address.ts';
import type { UdpSocket } from './udp-socket.ts';

/** The largest packet that is written: an Ethernet frame's payload. */
const MAX_PACKET_BYTES = 1500;
const HANDSHAKE_TICK_MS = 50;
const CONSENT_MS = 30_000;
/** Of that time, how often it is looked after. */
const SWEEPS = 30;

export interface SystemBackendOptions {
  readonly foreign: Foreign;
  /** One port for all transports, which the backend closes with itself. */
  readonly socket: UdpSocket;
  /** Where the socket is bound. */
  readonly bindAddress: string;
  /** Addresses at which clients find it, best first. Without them it is the bound one. */
  readonly announcedAddresses?: readonly string[];
  /** How long a peer may be silent. 30 s, as RFC 7675 section 5.1 has it. */
  readonly consentMs?: number;
}

/**
 * The backend on the system itself: its sockets by the batch, and the OpenSSL that the runtime carries. What is received lies
 * in the same memory each time, is decrypted there, and is encrypted from there into what leaves by one call.
 */
export class SystemBackend implements MediaBackend {
  readonly #events: BackendEvents;
  readonly #socket: UdpSocket;
  readonly #context: DtlsContext;
  readonly #parts: AssociationParts;
  readonly #addresses: readonly string[];
  readonly #consentMs: number;
  readonly #byUfrag = new Map<string, Association>();
  readonly #byAddress = new Map<AddressKey, Association>();
  readonly #bySlot: (Association | undefined)[] = [];
  readonly #handshaking = new Set<Association>();
  readonly #freeSlots: number[] = [];
  #slots = 0;
  /** Slots whose end is not told yet. */
  #ending = 0;
  readonly #received = new PacketBatch();
  readonly #own = new PacketBatch();
  readonly #forwards = new ForwardList();
  readonly #plain: Memory;
  readonly #writer: ForwardWriter;
  readonly #timers: readonly NodeJS.Timeout[];
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(options: SystemBackendOptions, events: BackendEvents) {
    const { foreign, socket, bindAddress, announcedAddresses, consentMs = CONSENT_MS } = options;
    this.#events = events;
    this.#socket = socket;
    this.#addresses = announcedAddresses ?? [bindAddress];
    this.#consentMs = consentMs;
    this.#context = new DtlsContext(foreign);
    this.#parts = {
      foreign,
      context: this.#context,
      send: (datagram, to) => this.#sendTo(datagram, to.address, to.bytes.length),
    };
    this.#plain = new Memory(foreign, MAX_PACKET_BYTES);
    this.#writer = new ForwardWriter(this.#plain.bytes);
    this.#timers = [
      setInterval(() => this.#tickHandshakes(), HANDSHAKE_TICK_MS),
      setInterval(() => this.#dropSilent(), consentMs / SWEEPS),
    ];
    socket.watch((count) => this.#take(count));
  }

  async open(
    remote: TransportCredentials,
    reserved?: LocalTransportParameters,
  ): Promise<MediaTransport> {
    if (this.#closing !== undefined) throw new TransportRefused('The backend is closed.');
    checkCredentials(remote);
    const setup = remote.setup === 'passive' ? 'active' : 'passive';
    const local = { ...(reserved ?? this.reserve()), setup } as const;
    const association = this.#associate(local, remote);
    const { slot } = association;
    this.#bySlot[slot] = association;
    this.#byUfrag.set(local.iceUfrag, association);
    this.#handshaking.add(association);
    return {
      slot,
      local,
      send: (packet) => this.#sendPacket(association, packet),
      close: () => this.#end(association, false),
    };
  }

  reserve(): LocalTransportParameters {
    return {
      // RFC 8445 section 5.3: 24 and 128 bits at least.
      iceUfrag: randomBytes(6).toString('base64'),
      icePwd: randomBytes(18).toString('base64'),
      fingerprint: this.#context.fingerprint,
      setup: 'actpass',
      candidates: hostCandidates(this.#addresses, this.#socket.port),
    };
  }

  send(write: (batch: PacketBatch, forwards: ForwardList) => void): void {
    const batch = this.#own;
    batch.begin(performance.now());
    this.#forwards.begin();
    write(batch, this.#forwards);
    this.#flush(batch);
  }

  async close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#closing = Promise.withResolvers<void>();
      for (const association of this.#bySlot)
        if (association !== undefined) this.#end(association, false);
      this.#settle();
    }
    await this.#closing.promise;
  }

  #associate(local: LocalTransportParameters, remote: TransportCredentials): Association {
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    try {
      return new Association(slot, local, remote, this.#parts, performance.now());
    } catch (error) {
      this.#freeSlots.push(slot);
      throw new TransportRefused('The transport could not be opened.', { cause: error });
    }
  }

  #take(count: number): void {
    const { received } = this.#socket;
    const batch = this.#received;
    const nowMs = performance.now();
    batch.begin(nowMs);
    for (let i = 0; i < count; i += 1) {
      const at = received.offsetOf(i);
      const length = received.lengthOf(i);
      const kind = packetKind(received.bytes, at, at + length);
      if (kind === 'stun') this.#check(i, at, length, nowMs);
      else if (kind !== 'unknown') {
        const association = this.#byAddress.get(keyOf(received.addresses, received.addressAt(i)));
        if (association === undefined) continue;
        if (kind === 'dtls') this.#shake(association, received.bytes.subarray(at, at + length));
        else this.#open(association, at, length, batch);
      }
    }
    if (batch.received === 0) return;
    this.#forwards.begin();
    this.#events.packets(batch, this.#forwards);
    this.#flush(batch);
  }

  #open(association: Association, at: number, length: number, batch: PacketBatch): void {
    const { received } = this.#socket;
    const plain = association.srtp?.unprotect(received, at, length) ?? 0;
    if (plain === 0) return;
    association.heardMs = batch.nowMs;
    batch.receive(association.slot, received.bytes, at, at + plain);
  }

  /** Checks that are not authentic stay unanswered: nobody learns that there is somebody. */
  #check(i: number, at: number, length: number, nowMs: number): void {
    const { received } = this.#socket;
    const message = Buffer.from(received.bytes.buffer, at, length);
    const sockaddr = this.#socket.addressOf(i);
    const key = keyOf(sockaddr, 0);
    const known = this.#byAddress.get(key);
    if (known !== undefined && isKeepAlive(message)) known.heardMs = nowMs;
    const check = readIceCheck(message);
    const association = check === undefined ? undefined : this.#byUfrag.get(check.ufrag);
    if (check === undefined || association === undefined || isScoped(sockaddr, 0)) return;
    const { icePwd } = association.local;
    if (!isAuthentic(message, check, icePwd)) return;
    association.heardMs = nowMs;
    const answer = answerTo(message, readSocketAddress(sockaddr, 0), icePwd);
    this.#sendTo(answer, received.addressPointer(i), sockaddr.length);
    // Whoever had the address before has it no more.
    this.#byAddress.set(key, association);
    const left = association.checked(key, sockaddr, check, nowMs);
    if (left !== undefined) this.#forget(left, association);
  }

  #shake(association: Association, datagram: Uint8Array): void {
    const up = association.receiveDtls(datagram);
    if (association.isOver) this.#end(association, association.hasFailed);
    if (!up) return;
    this.#handshaking.delete(association);
    this.#events.connected(association.slot);
  }

  #tickHandshakes(): void {
    for (const association of this.#handshaking) {
      association.tick();
      if (association.isOver) this.#end(association, association.hasFailed);
    }
  }

  #dropSilent(): void {
    const sinceMs = performance.now() - this.#consentMs;
    for (const association of this.#bySlot)
      if (association !== undefined && association.heardMs < sinceMs) this.#end(association, true);
  }

  #end(association: Association, failed: boolean): void {
    const { slot, local, addresses } = association;
    if (this.#bySlot[slot] !== association) return;
    this.#bySlot[slot] = undefined;
    this.#byUfrag.delete(local.iceUfrag);
    this.#handshaking.delete(association);
    association.close();
    for (const key of addresses) this.#forget(key, association);
    this.#ending += 1;
    // Never from inside a call into the backend, and after what has come of it.
    setImmediate(() => {
      this.#ending -= 1;
      this.#freeSlots.push(slot);
      try {
        this.#events.transportClosed(slot, failed);
      } finally {
        this.#settle();
      }
    });
  }

  /** The address may be another's by now. */
  #forget(key: AddressKey, association: Association): void {
    if (this.#byAddress.get(key) === association) this.#byAddress.delete(key);
  }

  #settle(): void {
    if (this.#closing === undefined || this.#ending > 0) return;
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.close();
    this.#context.free();
    this.#closing.resolve();
  }

  #sendPacket({ srtp, address }: Association, packet: Uint8Array): void {
    if (srtp === undefined || address === undefined || packet.length > MAX_PACKET_BYTES) return;
    const { sending } = this.#socket;
    this.#plain.bytes.set(packet);
    const length = srtp.protect(this.#plain, packet.length, sending, sending.offsetOf(0));
    if (length === 0) return;
    sending.direct(0, length, address.address, address.bytes.length);
    this.#socket.send(1);
  }

  #sendTo(datagram: Uint8Array, address: number, addressLength: number): void {
    const { sending } = this.#socket;
    sending.bytes.set(datagram, sending.offsetOf(0));
    sending.direct(0, datagram.length, address, addressLength);
    this.#socket.send(1);
  }

  #flush(batch: PacketBatch): void {
    const forwards = this.#forwards;
    const { slots } = forwards.columns;
    const { sending } = this.#socket;
    let count = 0;
    this.#writer.begin();
    for (let row = 0; row < forwards.count; row += 1) {
      const { srtp, address } = this.#bySlot[slots[row] ?? 0] ?? NOBODY;
      if (srtp === undefined || address === undefined) continue;
      const length = this.#writer.write(batch, forwards, row);
      if (length === 0) continue;
      const sealed = srtp.protect(this.#plain, length, sending, sending.offsetOf(count));
      if (sealed === 0) continue;
      sending.direct(count, sealed, address.address, address.bytes.length);
      count += 1;
      if (count < sending.count) continue;
      this.#socket.send(count);
      count = 0;
    }
    if (count > 0) this.#socket.send(count);
  }
}

const NOBODY = { srtp: undefined, address: undefined };
