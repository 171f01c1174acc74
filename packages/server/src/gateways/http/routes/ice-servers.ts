import { IceServers } from '@sky-genesis/protocol';
import { type IceServerSettings, iceServersFor } from '../../../domain/turn/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { defineRoute, type Route } from '../route.ts';

export function iceServerRoutes(settings: IceServerSettings, clock: Clock): readonly Route[] {
  const route = defineRoute({
    method: 'GET',
    path: '/api/v1/voip/ice-servers',
    operationId: 'getIceServers',
    tag: 'Calls',
    summary: 'STUN and TURN servers, with short-lived credentials',
    auth: 'required',
    grant: 'calls:read',
    responses: { 200: IceServers },
    handler: async (_input, { scope }) => {
      const nowMs = clock.nowMs();
      const servers = iceServersFor(settings, scope.principal.id, nowMs);
      const expire = servers.some((server) => server.credential !== undefined);
      const body = {
        ice_servers: servers,
        expires_at: expire ? timestamp(nowMs + settings.ttlS * 1000) : null,
        ...(expire ? { ttl_s: settings.ttlS } : {}),
      };
      return { status: 200, body, headers: { 'cache-control': 'no-store' } };
    },
  });
  return [route];
}
