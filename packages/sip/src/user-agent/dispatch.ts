import { dialogOfRequest } from '../dialog/dialog.ts';
import { answerSessionTimer } from '../dialog/session-timer.ts';
import { buildResponse, type ResponseParts } from '../message/build.ts';
import { type Capabilities, examineRequest } from '../message/examine.ts';
import type { SipRequest } from '../message/message.ts';
import { tagOf } from '../message/routing.ts';
import { parseReplaces } from '../message/session-headers.ts';
import { parseValueWithParameters } from '../message/value-with-parameters.ts';
import { randomHex } from '../random.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { AgentContext } from './agent-context.ts';
import type { UserAgentHandlers } from './agent-settings.ts';
import type { DialogUser } from './dialog-registry.ts';
import { IncomingCall, type IncomingCallParts } from './incoming-call.ts';
import { IncomingRequest } from './incoming-request.ts';
import { abilities } from './reply.ts';

export interface DispatchSettings {
  readonly context: AgentContext;
  readonly handlers: UserAgentHandlers;
  readonly capabilities: Capabilities;
  /** Whether another call may come in. */
  readonly takesCalls: () => boolean;
  readonly onCall: (call: IncomingCall) => void;
  readonly onCallReleased: (call: IncomingCall) => void;
}

/** Bodies of these methods have to be understood; those of INFO and its like are the application's affair. */
const describesSession: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'PRACK']);

/** Brings each request to whom it is for (RFC 3261 §8.2, §12.2.2). */
export class Dispatcher {
  readonly #settings: DispatchSettings;

  constructor(settings: DispatchSettings) {
    this.#settings = settings;
  }

  receive(transaction: ServerTransaction): void {
    const { context } = this.#settings;
    const { request } = transaction;
    const isWithin = tagOf(request.headers, 'To') !== undefined;
    if (!isWithin && this.#isScreenedOut(transaction)) {
      transaction.drop();
      return;
    }
    const refusal = examineRequest(request, this.#capabilitiesFor(request));
    if (refusal) {
      this.#answer(transaction, refusal.status, { headers: refusal.headers });
      return;
    }
    if (isWithin) {
      const dialog = context.dialogs.find(request);
      // §12.2.2: a dialog that nobody knows.
      if (dialog === undefined) this.#answer(transaction, 481);
      else dialog.receive(transaction);
      return;
    }
    this.#receiveOutside(transaction);
  }

  #isScreenedOut({ request, hop }: ServerTransaction): boolean {
    const { context, handlers } = this.#settings;
    return context.tell(() => handlers.screens?.(request, hop)) === 'ignore';
  }

  #receiveOutside(transaction: ServerTransaction): void {
    const { context, handlers, takesCalls } = this.#settings;
    switch (transaction.request.method) {
      case 'INVITE':
        this.#receiveInvite(transaction);
        return;
      case 'OPTIONS': {
        const accept = ['Accept', 'application/sdp'] as const;
        // §11.2: the answer is the one that an INVITE would get.
        this.#answer(transaction, takesCalls() ? 200 : 503, {
          headers: [accept, ...abilities],
        });
        return;
      }
      case 'BYE':
      case 'NOTIFY':
      case 'PRACK':
      case 'UPDATE':
      case 'INFO':
        this.#answer(transaction, 481);
        return;
      case 'SUBSCRIBE':
        this.#answer(transaction, 489, { headers: [['Allow-Events', 'refer']] });
        return;
      case 'REFER':
        // Who is in no call with us has nobody to transfer (RFC 3515 §5: not without trust).
        this.#answer(transaction, 403);
        return;
      default:
        if (handlers.onRequest === undefined) {
          this.#answer(transaction, 405, { headers: abilities.slice(0, 1) });
          return;
        }
        context.tell(() => handlers.onRequest?.(new IncomingRequest(transaction, context.random)));
        return;
    }
  }

  #receiveInvite(transaction: ServerTransaction): void {
    const { context, takesCalls } = this.#settings;
    if (!takesCalls()) {
      this.#answer(transaction, 503, { headers: [['Retry-After', '10']] });
      return;
    }
    const dialog = dialogOfRequest(transaction.request, randomHex(context.random, 8));
    if (dialog === undefined) {
      this.#answer(transaction, 400, { reason: 'No usable Contact' });
      return;
    }
    const timer = answerSessionTimer(transaction.request, context.sessionTimer);
    if (timer.kind === 'too-short') {
      this.#answer(transaction, 422, { headers: [['Min-SE', String(timer.minimumS)]] });
      return;
    }
    const replaces = this.#replacedBy(transaction.request);
    if (typeof replaces === 'number') {
      this.#answer(transaction, replaces);
      return;
    }
    this.#offerCall({ context, transaction, dialog, timer, replaces });
  }

  #offerCall(parts: Omit<IncomingCallParts, 'onReleased'>): void {
    const { context, handlers, onCall, onCallReleased } = this.#settings;
    const onReleased = () => onCallReleased(call);
    const call: IncomingCall = new IncomingCall({ ...parts, onReleased });
    onCall(call);
    context.tell(() => {
      const told = handlers.onCall(call);
      if (told) call.bind(told);
    });
    // Nobody would ever hear of it again.
    if (!call.isBound) call.end({ status: 500 });
  }

  /** The session that the INVITE wants to replace; a status where it may not (RFC 3891 §3). */
  #replacedBy({ headers }: SipRequest): DialogUser | 400 | 481 | 486 | undefined {
    const line = headers.get('replaces');
    if (line === undefined) return undefined;
    const replaces = parseReplaces(line);
    if (replaces === undefined) return 400;
    const { callId, toTag: localTag, fromTag: remoteTag } = replaces;
    const found = this.#settings.context.dialogs.at({ callId, localTag, remoteTag });
    if (found === undefined || !found.isReplaceable) return 481;
    return found.dialog.phase === 'confirmed' && replaces.earlyOnly ? 486 : found;
  }

  #capabilitiesFor({ method, headers }: SipRequest): Capabilities {
    const { capabilities } = this.#settings;
    if (describesSession.has(method)) return capabilities;
    const type = parseValueWithParameters(headers.get('content-type') ?? '')?.value.toLowerCase();
    return type === undefined ? capabilities : { ...capabilities, contentTypes: [type] };
  }

  #answer(transaction: ServerTransaction, status: number, parts: ResponseParts = {}): void {
    const toTag = randomHex(this.#settings.context.random, 8);
    transaction.respond(buildResponse(transaction.request, status, { toTag, ...parts }));
  }
}
