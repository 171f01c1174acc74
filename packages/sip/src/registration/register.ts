import type { Hop } from '../hop.ts';
import {
  contactExpiresS,
  contactPriority,
  parseContacts,
  parseExpires,
} from '../message/contact.ts';
import { cseqOf } from '../message/cseq.ts';
import { parseInteger } from '../message/grammar.ts';
import type { SipRequest } from '../message/message.ts';
import type { NameAddr } from '../message/name-addr.ts';
import { formatUri, parseUri } from '../message/uri.ts';
import { sameUri } from '../message/uri-equality.ts';
import type { Binding } from './binding.ts';

export interface RegistrarPolicy {
  /** Shorter wishes get a 423 with this (RFC 3261 §10.3). */
  readonly minimumS: number;
  /** Longer wishes are cut to this. */
  readonly maximumS: number;
  /** For who has no wish. */
  readonly defaultS: number;
  /** Contacts of one address; more are refused. */
  readonly maxBindings: number;
}

export const defaultRegistrarPolicy: RegistrarPolicy = {
  minimumS: 60,
  maximumS: 7_200,
  defaultS: 3_600,
  maxBindings: 10,
};

/** What a REGISTER comes to. */
export type RegisterVerdict =
  | {
      readonly kind: 'done';
      /** All that now hold, the expired left out. */
      readonly bindings: readonly Binding[];
      /** Whether the flows of RFC 5626 are in use. */
      readonly outbound: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 403 | 423 | 439 | 500;
      readonly headers: readonly (readonly [name: string, value: string])[];
    };

const refused = (
  status: 400 | 403 | 423 | 439 | 500,
  ...headers: readonly (readonly [string, string])[]
): RegisterVerdict => ({ kind: 'refused', status, headers });

/**
 * Processes a REGISTER whose sender may speak for the address (RFC 3261 §10.3, steps 6 to 8; RFC 3327 §5.3; RFC 5626 §6).
 * All of its Contacts take effect or none.
 *
 * @param nowMs milliseconds since 1970
 */
export function register(
  existing: readonly Binding[],
  request: SipRequest,
  source: Hop,
  nowMs: number,
  policy: RegistrarPolicy,
): RegisterVerdict {
  const contacts = parseContacts(request.headers);
  const expiresS = parseExpires(request.headers.get('expires') ?? '');
  const live = existing.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  if (contacts === undefined) return refused(400);
  if (contacts === '*') return expiresS === 0 ? removeAll(live, request) : refused(400);
  let bindings = live;
  let outbound = false;
  for (const contact of contacts) {
    const wishS = contactExpiresS(contact) ?? expiresS ?? policy.defaultS;
    if (wishS > 0 && wishS < policy.minimumS)
      return refused(423, ['Min-Expires', String(policy.minimumS)]);
    const fresh = bindingOf(contact, request, source, nowMs, Math.min(wishS, policy.maximumS));
    if (fresh === undefined) return refused(400);
    if (fresh.regId !== undefined && !reachesFlow(fresh)) return refused(439);
    const known = bindings.find((one) => isSame(one, fresh));
    if (known !== undefined && isLate(known, request)) return refused(500);
    const others = bindings.filter((one) => one !== known);
    bindings = wishS === 0 ? others : [...others, fresh];
    outbound ||= fresh.regId !== undefined;
  }
  if (bindings.length > Math.max(policy.maxBindings, live.length)) return refused(403);
  return { kind: 'done', bindings, outbound };
}

function removeAll(live: readonly Binding[], request: SipRequest): RegisterVerdict {
  if (live.some((binding) => isLate(binding, request))) return refused(500);
  return { kind: 'done', bindings: [], outbound: false };
}

/** §10.3 step 7: a request that was overtaken by a later one of the same series. */
function isLate({ callId, sequence }: Binding, { headers }: SipRequest): boolean {
  const given = cseqOf(headers)?.sequence ?? 0;
  return callId === headers.get('call-id') && given <= sequence;
}

/** RFC 5626 §6: a device's flow is the same by its name and number, whatever its address has become. */
function isSame(a: Binding, b: Binding): boolean {
  if (a.instanceId !== undefined && a.instanceId === b.instanceId && a.regId !== undefined)
    return a.regId === b.regId;
  const [one, other] = [parseUri(a.uri), parseUri(b.uri)];
  return one !== undefined && other !== undefined && sameUri(one, other);
}

/** RFC 5626 §6: without a path we are the first hop; else that hop has to keep the flow, and says so by `ob`. */
function reachesFlow({ path }: Binding): boolean {
  const edge = path.at(-1);
  return edge === undefined || /;ob(?:[;>=]|$)/i.test(edge);
}

function bindingOf(
  contact: NameAddr,
  { headers }: SipRequest,
  source: Hop,
  nowMs: number,
  expiresS: number,
): Binding | undefined {
  const { uri, parameters } = contact;
  if (uri.scheme === 'other') return undefined;
  const instanceId = parameters.get('+sip.instance') ?? undefined;
  const regId = parseInteger(parameters.get('reg-id') ?? '', 2 ** 31);
  return {
    uri: formatUri(uri),
    instanceId,
    // §6: a number without a name means nothing.
    regId: instanceId === undefined ? undefined : regId,
    priority: contactPriority(contact),
    expiresAtMs: nowMs + expiresS * 1_000,
    registeredAtMs: nowMs,
    callId: headers.get('call-id') ?? '',
    sequence: cseqOf(headers)?.sequence ?? 0,
    path: headers.values('path'),
    source,
    product: headers.get('user-agent'),
  };
}
