import {
  PageQuery,
  PbxBridge,
  PbxChannel,
  PbxEndpoint,
  PbxHealth,
  pageOf,
} from '@sky-genesis/protocol';
import type { TSchema } from 'typebox';
import type * as domain from '../../../domain/telephony/index.ts';
import { AppError, type Page, type PageRequest, type Scope } from '../../../kernel/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const PATH = '/api/v1/voip/pbx';
const SHARED = { method: 'GET', tag: 'Telephony', auth: 'required', grant: 'voip:admin' } as const;

interface PbxParts {
  /** Undefined where none is configured. */
  readonly pbx: domain.Pbx | undefined;
  /** Whose PBX it is: nobody else's administrators look into it. */
  readonly org: string;
}

/** A look into the Asterisk that is configured: nothing here changes it. */
export function pbxRoutes(parts: PbxParts): Route[] {
  return [
    getHealth(parts),
    listOf(parts, {
      item: PbxChannel,
      path: `${PATH}/channels`,
      operationId: 'listPbxChannels',
      summary: 'The channels of the PBX: the legs of its calls',
      read: (pbx) => pbx.channels(),
      key: ({ id }) => id,
      json: channelJson,
    }),
    listOf(parts, {
      item: PbxBridge,
      path: `${PATH}/bridges`,
      operationId: 'listPbxBridges',
      summary: 'The bridges of the PBX: which channels hear one another',
      read: (pbx) => pbx.bridges(),
      key: ({ id }) => id,
      json: bridgeJson,
    }),
    listOf(parts, {
      item: PbxEndpoint,
      path: `${PATH}/endpoints`,
      operationId: 'listPbxEndpoints',
      summary: 'The endpoints of the PBX: its phones and trunks, and whether they are there',
      read: (pbx) => pbx.endpoints(),
      key: ({ technology, resource }) => `${technology}/${resource}`,
      json: endpointJson,
    }),
  ];
}

function getHealth(parts: PbxParts): Route {
  return defineRoute({
    ...SHARED,
    path: PATH,
    operationId: 'getPbx',
    summary: 'Whether the PBX answers over ARI, and since when',
    description:
      '`failure` says why it does not. An answer of 200 does not mean that it is reachable.',
    responses: { 200: PbxHealth },
    refusals: ['pbx_not_configured'],
    handler: async (_input, { scope }) => {
      const { reachable, failure, sinceMs, version, startedAtMs } = await pbxOf(
        parts,
        scope,
      ).health();
      const started_at = startedAtMs === null ? null : timestamp(startedAtMs);
      const since = timestamp(sinceMs);
      return { status: 200, body: { reachable, failure, since, version, started_at } };
    },
  });
}

interface List<T> {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly item: TSchema;
  readonly read: (pbx: domain.Pbx) => Promise<readonly T[]>;
  /** Unique in the list. */
  readonly key: (item: T) => string;
  readonly json: (item: T) => unknown;
}

function listOf<T>(parts: PbxParts, { item, read, key, json, ...facts }: List<T>): Route {
  return defineRoute({
    ...SHARED,
    ...facts,
    query: PageQuery,
    responses: { 200: pageOf(item) },
    refusals: ['pbx_not_configured', 'pbx_unavailable'],
    handler: async ({ query }, { scope }) => {
      const request = pageRequest(query);
      const items = await read(pbxOf(parts, scope));
      return { status: 200, body: pageReply(pageOfAll(items, key, request), json) };
    },
  });
}

/** @throws AppError `pbx_not_configured` */
function pbxOf({ pbx, org }: PbxParts, scope: Scope): domain.Pbx {
  if (pbx === undefined || scope.org !== org) throw new AppError('pbx_not_configured');
  return pbx;
}

/** ARI knows no pages: it answers with everything, in no order. */
function pageOfAll<T>(
  items: readonly T[],
  key: (item: T) => string,
  { limit, after = '' }: PageRequest,
): Page<T> {
  const keyed = items
    .map((item) => ({ item, key: key(item) }))
    .filter((entry) => entry.key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = keyed.slice(0, limit);
  const next = keyed.length > limit ? page.at(-1)?.key : undefined;
  return { items: page.map(({ item }) => item), next: next ?? null };
}

function channelJson({ createdAtMs, ...channel }: domain.PbxChannel): PbxChannel {
  return { ...channel, created_at: timestamp(createdAtMs) };
}

function bridgeJson({ createdAtMs, channelIds, ...bridge }: domain.PbxBridge): PbxBridge {
  return { ...bridge, channel_ids: [...channelIds], created_at: timestamp(createdAtMs) };
}

function endpointJson({ channelIds, ...endpoint }: domain.PbxEndpoint): PbxEndpoint {
  return { ...endpoint, channel_ids: [...channelIds] };
}
