import { randomBytes, randomInt } from 'node:crypto';
import {
  type DigestAlgorithm,
  DigestGate,
  DigestServer,
  GuessThrottle,
  type Listener,
  SourceRate,
  systemClock as sipClock,
  systemRandom,
  tcpConnector,
  tlsConnector,
  UserAgent,
  udpSocket,
  webSocketDialer,
} from '@sky-genesis/sip';
import type { RefusalSink } from '../../domain/audit/index.ts';
import type { PhoneCalls } from '../../domain/calls/index.ts';
import type {
  Answering,
  Device,
  DialPlan,
  PhoneLines,
  Prompt,
  RegistrationBook,
  Registrations,
  SpokenLanguage,
  Trunk,
} from '../../domain/telephony/index.ts';
import type { Clock, EventFeed, Logger, Scope } from '../../kernel/index.ts';
import { AppError, systemScope } from '../../kernel/index.ts';
import { Arriving } from './arriving.ts';
import type { DisplaySources } from './caller-display.ts';
import { Channels } from './channels.ts';
import { freeSipPort } from './free-port.ts';
import type { SipLeg } from './leg.ts';
import { LegBook } from './leg-book.ts';
import { isFromPage, Origins } from './origin.ts';
import { findHa1 } from './passwords.ts';
import type { PhoneRooms } from './phone-rooms.ts';
import type { SipIdentityParts } from './ports.ts';
import { PhoneRegistrations } from './registrations.ts';
import { Ringing } from './ringing.ts';
import { RoomBook } from './room-book.ts';
import type { RoomLegParts } from './room-leg.ts';
import { type RingingRooms, RoomRinging } from './room-ringing.ts';
import { isScanner } from './scanners.ts';
import { soundTerms } from './sound-terms.ts';
import { joinByPhone, transferByPhone } from './transferring.ts';
import { TrunkLinks } from './trunk-links.ts';

export interface SipGatewayOptions {
  readonly identity: SipIdentityParts;
  readonly calls: PhoneCalls;
  readonly rooms: PhoneRooms;
  readonly ringing: RingingRooms;
  /** What answers at an extension. */
  readonly answeringAt: (org: string, number: string) => Promise<Answering | undefined>;
  /** Spoken where no extension says which. */
  readonly language: SpokenLanguage;
  /** The recording of a prompt. */
  readonly prompts: (language: SpokenLanguage, prompt: Prompt) => string;
  readonly lines: PhoneLines;
  readonly dialPlan: Pick<DialPlan, 'hopsTo'>;
  readonly display: DisplaySources;
  /** What is kept of phones' registrations over a restart. */
  readonly registrations: RegistrationBook;
  readonly isConnected: (org: string, userId: string) => boolean;
  readonly feed: EventFeed;
  readonly refusals: RefusalSink;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Realm of digests, and the host part of our own addresses. */
  readonly domain: string;
  /** Offered to phones, the preferred first. */
  readonly digests: readonly DigestAlgorithm[];
  readonly allowKeyInClear: boolean;
}

export interface SipAddress {
  readonly host: string;
  readonly port: number;
  /** What Via and Contact show, behind NAT. */
  readonly advertisedHost?: string;
  /** SIP over TLS on a port of its own. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string };
  /** SIP over WebSocket, on the HTTP server. */
  readonly web?: { readonly transport: 'WS' | 'WSS'; readonly listener: Listener };
}

export interface SipGateway {
  readonly registrations: Registrations;
  readonly trunks: Pick<TrunkLinks, 'test' | 'isRegistered'>;
  /** What is open: all zero when every call has ended. */
  readonly open: UserAgent['open'];
  /** @returns the port of UDP and TCP. @throws the socket's error */
  listen(at: SipAddress): Promise<number>;
  /** Takes no more calls. */
  drain(): void;
  /** Hangs up what is there, and closes. */
  close(): Promise<void>;
}

const NONCE_LIFETIME_MS = 300_000;
const WATCHED_NONCES = 10_000;
const GOODBYE_MS = 500;

/** Phones and PBXs as members of the product's calls: a back-to-back user agent (RFC 3261 §6). */
export function createSipGateway(options: SipGatewayOptions): SipGateway {
  return new Gateway(options);
}

class Gateway implements SipGateway {
  readonly #options: SipGatewayOptions;
  readonly #logger: Logger;
  readonly #agent: UserAgent;
  readonly #origins: Origins;
  readonly #book: LegBook;
  readonly #roomBook: RoomBook;
  readonly #channels = new Channels();
  readonly #arriving: Arriving;
  readonly registrations: PhoneRegistrations;
  readonly trunks: TrunkLinks;

  constructor(options: SipGatewayOptions) {
    this.#options = options;
    this.#logger = options.logger.with({ area: 'voip' });
    const { clock, identity, domain, allowKeyInClear } = options;
    this.#origins = new Origins({
      ...{ parts: identity, gate: this.#gate(), allowKeyInClear },
      isPhoneAt: (source) => this.registrations.isPhoneAt(source),
    });
    this.registrations = new PhoneRegistrations({
      origins: this.#origins,
      book: options.registrations,
      feed: options.feed,
      clock,
      logger: this.#logger,
    });
    this.#agent = this.#userAgent();
    const outbound = {
      ...{ ...options, ...identity, ...this.#shared() },
      agent: this.#agent,
      registrations: this.registrations,
      hopsTo: (org: string, uri: string) =>
        options.dialPlan.hopsTo(org, uri, (below) => randomInt(below)),
    };
    const ringing = new Ringing(outbound);
    this.#book = new LegBook(options.feed, (call, invited) => ringing.ring(call, invited));
    const roomRinging = new RoomRinging({ ...outbound, book: () => this.#roomBook });
    this.#roomBook = new RoomBook(options.feed, (seat, address) => roomRinging.ring(seat, address));
    this.#arriving = new Arriving({
      ...options,
      ...this.#shared(),
      origins: this.#origins,
      book: this.#book,
    });
    this.trunks = new TrunkLinks({
      agent: this.#agent,
      book: identity.trunks,
      origins: this.#origins,
      trunkPassword: identity.trunkPassword,
      domain,
      nowMs: () => clock.nowMs(),
      logger: this.#logger,
    });
  }

  get open() {
    return this.#agent.open;
  }

  async listen({ host, port, advertisedHost, tls, web }: SipAddress): Promise<number> {
    await this.registrations.recall();
    const { transport } = this.#agent;
    const at = { address: host, port: port === 0 ? await freeSipPort(host) : port };
    await transport.addDatagrams(udpSocket(at), advertisedHost);
    await transport.addConnections('TCP', tcpConnector(at), advertisedHost);
    if (tls !== undefined) {
      const { cert, key } = tls;
      const secured = tlsConnector({ address: host, port: tls.port }, { certificate: cert, key });
      await transport.addConnections('TLS', secured, advertisedHost);
    }
    if (web !== undefined)
      await transport.addConnections(web.transport, web.listener, advertisedHost);
    // Trunks are dialled: PBXs serve WebSockets and open none.
    transport.addDialer('WS', webSocketDialer({}));
    transport.addDialer('WSS', webSocketDialer({ tls: {} }));
    return at.port;
  }

  drain(): void {
    this.#agent.drain();
  }

  async close(): Promise<void> {
    this.trunks.stop();
    this.#agent.endCalls();
    await new Promise<void>((resolve) => {
      this.#options.clock.schedule(GOODBYE_MS, resolve);
    });
    this.#book.stop();
    this.#roomBook.stop();
    this.registrations.stop();
    await this.#agent.close();
  }

  #gate(): DigestGate {
    const { identity, domain } = this.#options;
    const clock = sipClock();
    const server = new DigestServer({
      realm: domain,
      algorithms: this.#options.digests,
      findHa1: (username, algorithm) => findHa1(identity, domain, username, algorithm),
      clock,
      random: systemRandom,
      key: randomBytes(32),
      nonceLifetimeMs: NONCE_LIFETIME_MS,
      watchedNonces: WATCHED_NONCES,
    });
    return new DigestGate(server, new GuessThrottle(clock));
  }

  #userAgent(): UserAgent {
    const rate = new SourceRate(sipClock());
    const { trunks } = this.#options.identity;
    return new UserAgent({
      product: 'Sky-Genesis-VoIP',
      methods: ['REGISTER'],
      extensions: ['path', 'outbound'],
      handlers: {
        admits: (source) =>
          (!isFromPage(source) && trunks.from(source.address).length > 0) ||
          rate.admits(source.address),
        screens: (request) => (isScanner(request) ? 'ignore' : 'serve'),
        onCall: (call) => this.#arriving.take(call),
        onRequest: (request) => {
          this.registrations.serve(request).catch((cause) => this.#fault(cause));
        },
        onFlowClosed: (flow) => {
          this.registrations.closeFlow(flow);
          this.#origins.forgetFlow(flow);
        },
        onFault: (cause) => this.#fault(cause),
      },
    });
  }

  #shared() {
    return {
      channels: this.#channels,
      legParts: (end: Trunk | Device | undefined) => this.#legParts(end),
      systemScope: sipScope,
      logger: this.#logger,
    };
  }

  #legParts(end: Trunk | Device | undefined): RoomLegParts {
    const { calls, rooms, lines, prompts, language, clock, identity } = this.#options;
    const book = this.#book;
    const transfers = { calls, book, systemScope: sipScope, grantsOf: identity.grantsOf };
    return {
      ...{ calls, rooms, lines, book, logger: this.#logger, systemScope: sipScope },
      ...{ roomBook: this.#roomBook, prompts, language, clock },
      ...soundTerms(end),
      dialled: (leg, scope, digit) => {
        this.#try(leg, calls.dialByPhone(scope, leg.callId, leg.member, digit));
      },
      held: (leg, scope, held) => {
        this.#try(leg, calls.holdByPhone(scope, leg.callId, leg.member, held));
      },
      hungUp: (leg, scope) => this.#try(leg, calls.hangUpPhone(scope, leg.callId, leg.member)),
      transfer: (leg, scope, to, tell) => transferByPhone(transfers, leg, scope, to, tell),
      join: (leg, scope, replaces, tell) => joinByPhone(transfers, leg, scope, replaces, tell),
      tookOver: (leg, scope, device) => {
        this.#try(leg, calls.replacePhone(scope, leg.callId, leg.member, device));
      },
      released: () => undefined,
    };
  }

  /** What a phone did and the call no longer takes is of no consequence: it hears how the call stands. */
  #try(leg: SipLeg, work: Promise<unknown>): void {
    work.catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const level = cause instanceof AppError ? 'debug' : 'error';
      this.#logger[level]({ call_id: leg.callId, error }, 'a phone’s wish was refused');
    });
  }

  #fault(cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    this.#logger.error({ error }, 'the SIP gateway met a fault');
  }
}

/** For what a phone does in a call that it is in: with no grant, so that it brings in nobody from outside. */
function sipScope(org: string): Scope {
  const { principal } = systemScope(org);
  return { org, principal: { ...principal, grants: new Set() }, source: 'sip' };
}
