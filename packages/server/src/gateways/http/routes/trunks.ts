import {
  CreateTrunk,
  PageQuery,
  pageOf,
  type OutboundRoute as RouteJson,
  Trunk,
  TrunkTest,
  UpdateTrunk,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type {
  Trunk as StoredTrunk,
  TrunkChange,
  TrunkSettings,
  Trunks,
} from '../../../domain/telephony/index.ts';
import { Secret } from '../../../kernel/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const TAG = 'Telephony';
const Params = Type.Object({ id: Type.String({ pattern: '^trunk_[0-9a-hjkmnp-tv-z]{26}$' }) });
const ALL = '/api/v1/voip/trunks';
const ONE = `${ALL}/{id}`;

/** What OPTIONS to a trunk's peer found. */
export interface TrunkProbe {
  test(trunk: StoredTrunk): Promise<{
    readonly statusCode: number | null;
    readonly reason: string;
    readonly roundTripMs: number | null;
    readonly registered: boolean | null;
  }>;
}

interface TrunkParts {
  readonly trunks: Trunks;
  readonly probe: TrunkProbe;
}

/** The ways to PBXs and providers. */
export function trunkRoutes(parts: TrunkParts): Route[] {
  const { trunks } = parts;
  return [
    createTrunk(trunks),
    listTrunks(trunks),
    getTrunk(trunks),
    updateTrunk(trunks),
    removeTrunk(trunks),
    testTrunk(parts),
  ];
}

function createTrunk(trunks: Trunks): Route {
  return defineRoute({
    method: 'POST',
    path: ALL,
    operationId: 'createTrunk',
    tag: TAG,
    summary: 'Connect a PBX or a provider',
    description:
      'Nothing may be dialled through it before `routes` names prefixes. The password is stored sealed and never given back.',
    auth: 'required',
    grant: 'voip:admin',
    body: CreateTrunk,
    creates: true,
    responses: { 201: Trunk },
    refusals: ['trunk_exists', 'trunk_incomplete'],
    handler: async ({ body }, { scope, receipt }) => {
      const { name, auth, uri } = body;
      const trunk = await trunks.create(scope, { ...changeOf(body), name, auth, uri }, (created) =>
        receipt({ status: 201, body: trunkJson(created) }),
      );
      return { status: 201, body: trunkJson(trunk) };
    },
  });
}

function listTrunks(trunks: Trunks): Route {
  return defineRoute({
    method: 'GET',
    path: ALL,
    operationId: 'listTrunks',
    tag: TAG,
    summary: 'The trunks there are, oldest first',
    auth: 'required',
    grant: 'voip:admin',
    query: PageQuery,
    responses: { 200: pageOf(Trunk) },
    handler: async ({ query }, { scope }) => {
      const page = await trunks.list(scope, pageRequest(query));
      return { status: 200, body: pageReply(page, trunkJson) };
    },
  });
}

function getTrunk(trunks: Trunks): Route {
  return defineRoute({
    method: 'GET',
    path: ONE,
    operationId: 'getTrunk',
    tag: TAG,
    summary: 'One trunk',
    auth: 'required',
    grant: 'voip:admin',
    params: Params,
    responses: { 200: Trunk },
    refusals: ['trunk_not_found'],
    handler: async ({ params }, { scope }) => ({
      status: 200,
      body: trunkJson(await trunks.get(scope, params.id)),
    }),
  });
}

function updateTrunk(trunks: Trunks): Route {
  return defineRoute({
    method: 'PATCH',
    path: ONE,
    operationId: 'updateTrunk',
    tag: TAG,
    summary: 'Change a trunk; calls that run over it go on as they are',
    auth: 'required',
    grant: 'voip:admin',
    params: Params,
    body: UpdateTrunk,
    responses: { 200: Trunk },
    refusals: ['trunk_not_found', 'trunk_exists', 'trunk_incomplete'],
    handler: async ({ params, body }, { scope }) => ({
      status: 200,
      body: trunkJson(await trunks.update(scope, params.id, changeOf(body))),
    }),
  });
}

function removeTrunk(trunks: Trunks): Route {
  return defineRoute({
    method: 'DELETE',
    path: ONE,
    operationId: 'removeTrunk',
    tag: TAG,
    summary: 'Remove a trunk; calls that run over it go on',
    auth: 'required',
    grant: 'voip:admin',
    params: Params,
    responses: { 204: null },
    refusals: ['trunk_not_found'],
    handler: async ({ params }, { scope }) => {
      await trunks.remove(scope, params.id);
      return { status: 204 };
    },
  });
}

function testTrunk({ trunks, probe }: TrunkParts): Route {
  return defineRoute({
    method: 'POST',
    path: `${ONE}/test`,
    operationId: 'testTrunk',
    tag: TAG,
    summary: 'Ask a trunk’s peer by OPTIONS whether it answers',
    auth: 'required',
    grant: 'voip:admin',
    params: Params,
    responses: { 200: TrunkTest },
    refusals: ['trunk_not_found'],
    handler: async ({ params }, { scope }) => {
      const { statusCode, reason, roundTripMs, registered } = await probe.test(
        await trunks.get(scope, params.id),
      );
      const reachable = statusCode !== null;
      const found = { reachable, status_code: statusCode, reason };
      return { status: 200, body: { ...found, round_trip_ms: roundTripMs, registered } };
    },
  });
}

function changeOf(body: UpdateTrunk): TrunkChange {
  const { outbound_proxy, source_ips, max_channels, routes, password, ...same } = body;
  return {
    ...same,
    ...(outbound_proxy === undefined ? {} : { outboundProxy: outbound_proxy }),
    ...(source_ips === undefined ? {} : { sourceIps: source_ips }),
    ...(max_channels === undefined ? {} : { maxChannels: max_channels }),
    ...(routes === undefined ? {} : { routes: routes.map(routeOf) }),
    ...(password === undefined ? {} : { password: secretOf(password) }),
  };
}

function secretOf(password: string | null): Secret | null {
  return password === null ? null : new Secret(password);
}

function routeOf({ prefix, strip = 0, prepend = '' }: RouteJson): TrunkSettings['routes'][number] {
  return { prefix, strip, prepend };
}

function trunkJson({ id, settings, sealedPassword, ...times }: StoredTrunk): Trunk {
  const { outboundProxy, sourceIps, maxChannels, codecs, routes, ...same } = settings;
  return {
    id,
    ...same,
    outbound_proxy: outboundProxy,
    source_ips: [...sourceIps],
    codecs: [...codecs],
    max_channels: maxChannels,
    routes: routes.map((route) => ({ ...route })),
    has_password: sealedPassword !== null,
    created_at: timestamp(times.createdAtMs),
    updated_at: timestamp(times.updatedAtMs),
  };
}
