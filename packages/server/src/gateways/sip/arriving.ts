import type { CallEnd, CallHandlers, Dialog, IncomingCall } from '@sky-genesis/sip';
import { requireGrant } from '../../domain/access/index.ts';
import { auditRefusal, type RefusalSink } from '../../domain/audit/index.ts';
import type { CallFacts, PhoneCalls } from '../../domain/calls/index.ts';
import { memberIdOf } from '../../domain/calls/index.ts';
import type { Participant } from '../../domain/rooms/index.ts';
import type { Answering, Device, SpokenLanguage, Trunk } from '../../domain/telephony/index.ts';
import { AppError, type ErrorCode, type Logger, type Scope } from '../../kernel/index.ts';
import { callerOf, targetOf } from './caller.ts';
import { statusOfError } from './causes.ts';
import type { Channels } from './channels.ts';
import { DialInLeg, type Visitor } from './dial-in-leg.ts';
import { InboundLeg, type InboundPlan, problemOfOffer } from './inbound-leg.ts';
import type { LegBook } from './leg-book.ts';
import type { Origin, Origins } from './origin.ts';
import { peerOf, peerOfTrunk } from './peer.ts';
import type { PhoneRooms } from './phone-rooms.ts';
import { soundHandlers } from './phone-session.ts';
import { RoomLeg, type RoomLegParts } from './room-leg.ts';

export interface ArrivingOptions {
  readonly origins: Origins;
  readonly calls: PhoneCalls;
  readonly rooms: PhoneRooms;
  readonly channels: Channels;
  readonly legParts: (end: Trunk | Device | undefined) => RoomLegParts;
  /** What answers at an extension. */
  readonly answeringAt: (org: string, number: string) => Promise<Answering | undefined>;
  /** Spoken where no extension says which. */
  readonly language: SpokenLanguage;
  readonly systemScope: (org: string) => Scope;
  /** Whether a user has a browser that may speak for the call already. */
  readonly isConnected: (org: string, userId: string) => boolean;
  readonly refusals: RefusalSink;
  readonly book: Pick<LegBook, 'at'>;
  readonly logger: Logger;
}

/** INVITEs: finds out who calls and whom, makes the call, or joins the one that is dialled. */
export class Arriving {
  readonly #options: ArrivingOptions;

  constructor(options: ArrivingOptions) {
    this.#options = options;
  }

  /** Hears of the call from its first moment on; what it comes to is found out meanwhile. */
  take(call: IncomingCall): CallHandlers {
    const arrival = new Arrival();
    void this.#place(call, arrival);
    return arrival.handlers;
  }

  async #place(call: IncomingCall, arrival: Arrival): Promise<void> {
    let origin: Origin | undefined;
    try {
      const verdict = await this.#options.origins.of(call.request, call.source);
      if (verdict.kind === 'ignored') call.ignore();
      else if (verdict.kind === 'refused') {
        const { status, parts } = verdict;
        // Being asked who one is refuses nobody yet.
        if (status !== 401 && status !== 407) this.#note(call, { status, code: 'forbidden' });
        call.refuse(status, parts);
      } else {
        origin = verdict.origin;
        await this.#enter(call, origin, arrival);
      }
    } catch (error) {
      const status = this.#statusOf(error);
      const code = error instanceof AppError ? error.code : 'internal_error';
      this.#note(call, { status, code }, origin);
      if (origin !== undefined) {
        auditRefusal(this.#options.refusals, origin.scope, call.request.method, error);
      }
      call.end({ status });
    }
  }

  /** The line that whoever wonders why a call did not come looks for. */
  #note(
    { request, source }: IncomingCall,
    { status, code }: { readonly status: number; readonly code: ErrorCode },
    origin?: Origin,
  ): void {
    const { logger } = this.#options;
    const { address: ip } = source;
    const dialled = targetOf(request.uri);
    logger.info(
      { area: 'voip', ip, ...namesOf(origin), dialled, sip_status: status, code },
      'INVITE refused',
    );
  }

  async #enter(call: IncomingCall, origin: Origin, arrival: Arrival): Promise<void> {
    const { channels, legParts } = this.#options;
    const trunk = origin.kind === 'device' ? undefined : origin.trunk;
    const made = legParts(origin.kind === 'device' ? origin.device : trunk);
    const problem = problemOfOffer(call, made);
    if (problem !== undefined) {
      this.#note(call, { status: 488, code: 'sdp_invalid' }, origin);
      call.refuse(488, { headers: [['Warning', warningOf(problem)]] });
      return;
    }
    if (trunk !== undefined && !channels.take(trunk)) throw new AppError('unavailable');
    const parts = {
      ...made,
      released: () => {
        if (trunk !== undefined) channels.release(trunk);
      },
    };
    try {
      const enter = await this.#leg(call, origin, parts, arrival);
      await enter();
    } catch (error) {
      if (!arrival.isTaken) parts.released();
      throw error;
    }
  }

  /** Makes the leg that the call is, and hands the call to it. @returns what lets it begin */
  async #leg(
    call: IncomingCall,
    origin: Origin,
    parts: RoomLegParts,
    arrival: Arrival,
  ): Promise<() => Promise<void>> {
    const { replaces } = call;
    if (replaces !== undefined) {
      const leg = new InboundLeg(parts, call, await this.#takeOver(replaces, origin));
      return arrival.handTo(leg) ? () => leg.ring() : gone;
    }
    const target = targetOf(call.request.uri) ?? '';
    const answering = await this.#answering(call, origin, target);
    if (answering?.kind === 'dial_in') {
      const visitor = visitorOf(call, origin, target, answering.language);
      const leg = new DialInLeg(parts, call, visitor);
      return arrival.handTo(leg) ? () => leg.answer() : gone;
    }
    if (answering !== undefined) {
      const seat = await this.#seatIn(call, origin, answering.roomId);
      const leg = new RoomLeg(parts, call, origin.scope, seat, answering.language);
      return arrival.handTo(leg) ? async () => leg.enter() : gone;
    }
    const plan = await this.#plan(call, origin, target);
    const leg = new InboundLeg(parts, call, plan);
    return arrival.handTo(leg) ? () => leg.ring() : gone;
  }

  /** What a phone calls that is no person: a room by its header, by number or by id, or where it is asked for a PIN. */
  async #answering(
    call: IncomingCall,
    { scope }: Origin,
    target: string,
  ): Promise<Answering | undefined> {
    const { answeringAt, language } = this.#options;
    const named = call.request.headers.get('x-room-id')?.trim();
    const roomId = named ?? (target.startsWith('room_') ? target : undefined);
    const answering =
      roomId === undefined
        ? await answeringAt(scope.org, target)
        : ({ kind: 'room', roomId, language } as const);
    if (answering !== undefined) requireGrant(scope, 'rooms:join');
    return answering;
  }

  #seatIn(call: IncomingCall, origin: Origin, roomId: string): Promise<Participant> {
    const displayName = shownAs(call, origin);
    return this.#options.rooms.join(origin.scope, roomId, { displayName });
  }

  async #plan(call: IncomingCall, origin: Origin, target: string): Promise<InboundPlan> {
    const { calls } = this.#options;
    if (target === '') throw new AppError('participant_unknown');
    if (target.startsWith('call_')) return this.#attach(target, origin);
    const { number, name } = callerOf(call.request, origin.kind !== 'device');
    const { scope } = origin;
    const isDevice = origin.kind === 'device';
    const made = await calls.create(scope, {
      participants: [target],
      callType: 'audio',
      callerKind: 'sip',
      insideOnly: !isDevice,
      metadata: isDevice
        ? {}
        : {
            ...(number === undefined ? {} : { caller_number: number }),
            ...(name === undefined ? {} : { caller_name: name }),
          },
    });
    return { scope, call: made, member: made.callerId, peer: peerAt(origin) };
  }

  /** The PBX dials a call that was made for it: its sound becomes the caller's. */
  async #attach(callId: string, origin: Origin): Promise<InboundPlan> {
    const { calls, systemScope } = this.#options;
    const scope = systemScope(origin.scope.org);
    if (origin.kind === 'device') throw new AppError('call_not_found');
    const call = await calls.get(scope, callId);
    if (!this.#mayAttach(call, origin)) throw new AppError('call_not_found');
    if (call.status === 'ended') throw new AppError('call_ended');
    const attached = await calls.attachPhone(scope, callId);
    return { scope, call: attached, member: call.callerId, peer: peerAt(origin) };
  }

  /** RFC 3891 §3: who takes the place of a session has to be who holds it: another phone of the user, or the same PBX. */
  async #takeOver(replaces: Dialog, origin: Origin): Promise<InboundPlan> {
    const { calls, book, systemScope } = this.#options;
    const leg = book.at(replaces);
    if (leg === undefined) throw new AppError('answered_elsewhere');
    const peer = peerAt(origin);
    if (leg.peer !== peer) throw new AppError('forbidden');
    const scope = origin.kind === 'device' ? origin.scope : systemScope(origin.scope.org);
    const call = await calls.get(systemScope(origin.scope.org), leg.callId);
    return { scope, call, member: leg.member, peer, takesOver: deviceOf(origin) };
  }

  /**
   * A call of a key or trunk of the organisation is its PBX's to dial. One that a user's token made (the PHP script may have
   * one) only while no browser of that user's could be in it.
   */
  #mayAttach(call: CallFacts, origin: Origin): boolean {
    const { createdBy, callerId, org } = call;
    if (createdBy === memberIdOf(origin.scope.principal)) return true;
    if (origin.kind !== 'trunk') return false;
    return /^(?:key|trunk):/.test(createdBy) || !this.#options.isConnected(org, callerId);
  }

  #statusOf(error: unknown): number {
    if (!(error instanceof AppError)) {
      const cause = error instanceof Error ? error : new Error(String(error));
      this.#options.logger.error({ area: 'voip', error: cause }, 'an INVITE could not be served');
    } else if (error.code === 'call_not_found') {
      // An INVITE is in no dialog: what it asks for is not there (RFC 3261 §21.4.5, against §21.4.19).
      return 404;
    }
    return statusOfError(error);
  }
}

/** For whoever looks for why (RFC 3261 §20.43): 399 is what no number stands for. */
function warningOf(problem: string): string {
  return `399 sip "${problem.replace(/["\\]/g, "'")}"`;
}

/** Undefined for a phone of ours, which is shown by its person's name, whatever it calls itself. */
function shownAs(call: IncomingCall, origin: Origin): string | undefined {
  if (origin.kind === 'device') return undefined;
  const { number, name } = callerOf(call.request, true);
  return name ?? number ?? 'Phone';
}

/** Of a trunk's callers each is one who guesses; those who withhold their number are one together. */
function visitorOf(
  call: IncomingCall,
  origin: Origin,
  entrance: string,
  language: SpokenLanguage,
): Visitor {
  const { scope } = origin;
  const { kind, id } = scope.principal;
  const { number = '' } = callerOf(call.request, origin.kind !== 'device');
  const caller = origin.kind === 'device' ? `${kind}:${id}` : `${kind}:${id} ${number}`;
  return { scope, entrance, language, caller, displayName: shownAs(call, origin) };
}

const gone = (): Promise<void> => Promise.resolve();

function peerAt(origin: Origin): string {
  const trunk = origin.kind === 'device' ? undefined : origin.trunk;
  return trunk === undefined ? peerOf(origin.scope) : peerOfTrunk(trunk);
}

/** By what the member speaks from now on. */
function deviceOf(origin: Origin): string {
  if (origin.kind === 'device') return origin.device.id;
  return origin.trunk?.id ?? origin.scope.principal.id;
}

/** Who has sent it, as a log names them: never by the key that they have shown. */
function namesOf(origin: Origin | undefined) {
  if (origin === undefined) return {};
  const { org, principal } = origin.scope;
  if (origin.kind === 'device') {
    return { org, user_id: principal.id, device_id: origin.device.id };
  }
  const key = origin.kind === 'key' ? { key_id: principal.id } : {};
  return { org, ...key, ...(origin.trunk === undefined ? {} : { trunk_id: origin.trunk.id }) };
}

interface TakenCall {
  readonly handlers: CallHandlers;
}

/** A call that nobody has taken yet. */
class Arrival {
  #leg: TakenCall | undefined;
  #ended: CallEnd | undefined;

  get isTaken(): boolean {
    return this.#leg !== undefined;
  }

  /** False where the caller has gone: the leg hears of it at once. */
  handTo(leg: TakenCall): boolean {
    this.#leg = leg;
    if (this.#ended === undefined) return true;
    leg.handlers.onEnded(this.#ended);
    return false;
  }

  readonly handlers: CallHandlers = {
    ...soundHandlers(() => this.#leg?.handlers),
    onReferral: (referral) => {
      const refer = this.#leg?.handlers.onReferral;
      if (refer === undefined) referral.refuse();
      else refer(referral);
    },
    onEnded: (end) => {
      this.#ended = end;
      this.#leg?.handlers.onEnded(end);
    },
  };
}
