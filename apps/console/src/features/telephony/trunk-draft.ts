import type { CreateTrunk, OutboundRoute, Trunk } from '@sky-genesis/protocol';

/** A row of the table of numbers that may be dialled. */
export interface RouteDraft {
  /** Tells rows apart that say the same. */
  readonly key: number;
  readonly prefix: string;
  readonly strip: number;
  readonly prepend: string;
}

/** What an administrator has entered about a trunk. */
export interface TrunkDraft {
  readonly name: string;
  readonly auth: Trunk['auth'];
  readonly uri: string;
  readonly transport: Trunk['transport'];
  readonly srtp: Trunk['srtp'];
  /** Separated by spaces or commas. */
  readonly sources: string;
  readonly username: string;
  readonly password: string;
  readonly channels: number;
  readonly routes: readonly RouteDraft[];
}

export const emptyTrunk: TrunkDraft = {
  name: '',
  auth: 'ip',
  uri: '',
  transport: 'udp',
  srtp: 'off',
  sources: '',
  username: '',
  password: '',
  channels: 100,
  routes: [],
};

export function trunkDraftOf(trunk: Trunk): TrunkDraft {
  const { name, auth, uri, transport, srtp } = trunk;
  return {
    name,
    auth,
    uri,
    transport,
    srtp,
    sources: trunk.source_ips.join(' '),
    username: trunk.username ?? '',
    password: '',
    channels: trunk.max_channels,
    routes: trunk.routes.map(({ prefix, strip = 0, prepend = '' }, key) => ({
      key,
      prefix,
      strip,
      prepend,
    })),
  };
}

export function withRoute(routes: readonly RouteDraft[]): readonly RouteDraft[] {
  const key = Math.max(-1, ...routes.map((route) => route.key)) + 1;
  return [...routes, { key, prefix: '', strip: 0, prepend: '' }];
}

/** A password left empty is not sent: one that is there stays. */
export function trunkOf(draft: TrunkDraft): CreateTrunk {
  const { auth, transport, srtp, password, channels } = draft;
  const username = draft.username.trim();
  return {
    name: draft.name.trim(),
    auth,
    uri: draft.uri.trim(),
    transport,
    srtp,
    source_ips: draft.sources.split(/[\s,]+/).filter((source) => source !== ''),
    username: username === '' ? null : username,
    max_channels: channels,
    routes: draft.routes.map(routeOf),
    ...(password === '' ? {} : { password }),
  };
}

function routeOf({ prefix, strip, prepend }: RouteDraft): OutboundRoute {
  return { prefix: prefix.trim(), strip, prepend: prepend.trim() };
}
