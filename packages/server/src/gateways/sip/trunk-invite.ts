import { DigestClient, systemRandom } from '@sky-genesis/sip';
import type { OutboundHop, Trunk } from '../../domain/telephony/index.ts';
import type { Secret } from '../../kernel/index.ts';
import { type Display, fromOf, identityHeaders } from './caller-display.ts';
import { mayTryNext } from './causes.ts';
import type { Channels } from './channels.ts';
import type { OutboundFailure } from './outbound-leg.ts';

/** A silent trunk is left for the next after so long. */
const TRUNK_TIMEOUT_MS = 5000;

/** One trunk with a free channel after the other, until somebody has been rung. Resolves as `dial` does. */
export async function overTrunks(
  hops: readonly OutboundHop[],
  channels: Channels,
  dial: (hop: OutboundHop) => Promise<OutboundFailure | undefined>,
): Promise<OutboundFailure | undefined> {
  let last: OutboundFailure = { failure: 'unreachable', status: undefined, hasRung: false };
  for (const hop of hops) {
    if (!channels.take(hop.trunk)) continue;
    const failure = await dial(hop);
    if (failure === undefined) return undefined;
    last = failure;
    if (!mayTryNext(failure.status, failure.hasRung)) break;
  }
  return last;
}

/** The INVITE to a number outside. */
export function trunkInvite(
  { trunk, number }: OutboundHop,
  shown: Display,
  parts: {
    readonly domain: string;
    readonly trunkPassword: (trunk: Trunk) => Secret | undefined;
  },
) {
  const { domain } = parts;
  return {
    uri: trunkUri(trunk, number),
    from: fromOf(shown, domain),
    headers: identityHeaders(shown, domain),
    hopTimeoutMs: TRUNK_TIMEOUT_MS,
    ...routesOf(trunk),
    ...digestFor(trunk, parts.trunkPassword(trunk)?.reveal()),
  };
}

/** What lies between, by the same transport. */
export function routesOf({ settings }: Trunk): { readonly routes?: readonly string[] } {
  const { outboundProxy } = settings;
  return outboundProxy === null
    ? {}
    : { routes: [`<${outboundProxy}${transportOf(settings)};lr>`] };
}

function digestFor({ settings }: Trunk, password: string | undefined) {
  const { username } = settings;
  if (username === null || password === undefined) return {};
  return { digest: new DigestClient([{ username, password }], systemRandom) };
}

/** `sip:<number>@<host>` of the trunk, by its transport; without a number, the peer itself. */
export function trunkUri({ settings }: Trunk, number?: string): string {
  const [scheme = 'sip', place = ''] = splitScheme(settings.uri);
  const user = number === undefined ? '' : `${encodeURIComponent(number).replaceAll('%2B', '+')}@`;
  return `${scheme}:${user}${place}${transportOf(settings)}`;
}

function transportOf({ transport }: Trunk['settings']): string {
  return transport === 'udp' ? '' : `;transport=${transport}`;
}

function splitScheme(uri: string): readonly string[] {
  const colon = uri.indexOf(':');
  return [uri.slice(0, colon).toLowerCase(), uri.slice(colon + 1)];
}
