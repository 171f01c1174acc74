import {
  Channel,
  NoticeDelivered,
  RealtimeStatus,
  SendNotice,
  UserId,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import { AppError } from '../../../kernel/index.ts';
import { defineRoute, type Route } from '../route.ts';

const TAG = 'Realtime';
const CHANNEL = /^(?:system|(?:user|presence|call):.+)$/;

type Notice = Required<SendNotice>;

/** What happens on open connections. Implemented by the WebSocket gateway. */
export interface Realtime {
  status(org: string): RealtimeStatus;
  /** @returns how many connections it was sent to. */
  broadcast(org: string, channel: string, notice: Notice): number;
  notify(org: string, userId: string, notice: Notice): number;
}

export interface RealtimeRoutesOptions {
  readonly realtime: Realtime;
  readonly userExists: (org: string, userId: string) => Promise<boolean>;
}

/** The REST side of the WebSocket. */
export function realtimeRoutes(options: RealtimeRoutesOptions): Route[] {
  return [statusRoute(options), broadcastRoute(options), notifyRoute(options)];
}

function statusRoute({ realtime }: RealtimeRoutesOptions): Route {
  return defineRoute({
    method: 'GET',
    path: '/ws/status',
    operationId: 'getRealtimeStatus',
    tag: TAG,
    summary: 'How many connections are open',
    auth: 'required',
    responses: { 200: RealtimeStatus },
    handler: async (_, { scope }) => ({ status: 200, body: realtime.status(scope.org) }),
  });
}

function broadcastRoute({ realtime }: RealtimeRoutesOptions): Route {
  return defineRoute({
    method: 'POST',
    path: '/ws/broadcast/{channel}',
    operationId: 'broadcastNotice',
    tag: TAG,
    summary: 'Show a notice to everybody who follows a channel',
    description: '`system`, `user:<id>`, `presence:<user>`, `call:<id>` or `room:<id>`.',
    auth: 'required',
    grant: 'notify:write',
    params: Type.Object({ channel: Channel }),
    body: SendNotice,
    responses: { 200: NoticeDelivered },
    handler: async ({ params: { channel }, body }, { scope }) => {
      if (!CHANNEL.test(channel)) throw new AppError('channel_unknown');
      const delivered = realtime.broadcast(scope.org, channel, notice(body));
      return { status: 200, body: { delivered } };
    },
  });
}

function notifyRoute({ realtime, userExists }: RealtimeRoutesOptions): Route {
  return defineRoute({
    method: 'POST',
    path: '/ws/notify/{user}',
    operationId: 'notifyUser',
    tag: TAG,
    summary: 'Show a notice on every connection of a user',
    auth: 'required',
    grant: 'notify:write',
    params: Type.Object({ user: UserId }),
    body: SendNotice,
    responses: { 200: NoticeDelivered },
    handler: async ({ params: { user }, body }, { scope }) => {
      if (!(await userExists(scope.org, user))) {
        throw new AppError('user_not_found', { params: { user } });
      }
      const delivered = realtime.notify(scope.org, user, notice(body));
      return { status: 200, body: { delivered } };
    },
  });
}

function notice({ title, message, level }: SendNotice): Notice {
  return { title, message, level: level ?? 'info' };
}
