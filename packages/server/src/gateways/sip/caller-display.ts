import { callerHeaders, formatNameAddr, sipUri } from '@sky-genesis/sip';
import type { Call } from '../../domain/calls/index.ts';

/** Who a call is from, as a phone shows it. */
export interface Display {
  readonly user: string;
  readonly name: string;
  readonly anonymous: boolean;
}

export interface DisplaySources {
  /** Name and number of a user, where there are any. */
  readonly person: (
    org: string,
    userId: string,
  ) => Promise<{ readonly name: string; readonly number: string | undefined } | undefined>;
}

/** A caller from outside is named by what its INVITE said; one of ours by the directory. */
export async function displayOf(call: Call, sources: DisplaySources): Promise<Display> {
  const { caller_number: number, caller_name: name } = call.metadata;
  if (/^(?:key|trunk):/.test(call.callerId)) {
    const shown = typeof number === 'string' ? number : undefined;
    const text = typeof name === 'string' ? name : (shown ?? 'Anonymous');
    return { user: shown ?? 'anonymous', name: text, anonymous: shown === undefined };
  }
  const person = await sources.person(call.org, call.callerId);
  const user = person?.number ?? call.callerId;
  return { user, name: person?.name ?? call.callerId, anonymous: false };
}

/** A room calls by its name; the number is that of who has asked for it. */
export async function displayOfRoom(
  { org, name }: { readonly org: string; readonly name: string },
  askedBy: string,
  sources: DisplaySources,
): Promise<Display> {
  if (/^(?:key|trunk):/.test(askedBy)) return { user: 'anonymous', name, anonymous: true };
  const person = await sources.person(org, askedBy);
  return { user: person?.number ?? askedBy, name, anonymous: false };
}

/** The From of our INVITE. */
export function fromOf({ user, name }: Display, domain: string): string {
  return formatNameAddr({
    displayName: name,
    uri: sipUri({ user, host: domain }),
    parameters: new Map(),
  });
}

/** For trunks: who calls, as a trusted peer is told (RFC 3325). */
export function identityHeaders(display: Display, domain: string) {
  if (display.anonymous) return [['Privacy', 'id'] as const];
  const uri = sipUri({ user: display.user, host: domain });
  return callerHeaders({
    identities: [{ displayName: display.name, uri, parameters: new Map() }],
  });
}
