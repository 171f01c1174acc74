import type { WebSocket } from 'ws';
import { type PeerProcess, startPeer } from '../load/peer-process.ts';
import { makePairs, type Person } from '../load/people.ts';
import { type ServerProcess, startServer } from '../load/server-process.ts';
import { Audience, connected, heard } from './audience.ts';

/** One server with an audience that follows one publisher. */
export interface Stage {
  readonly pid: number;
  readonly audience: Audience;
  /** Brings the audience to `size`. */
  fill(size: number): Promise<void>;
  /** A connection whose messages go to the audience. */
  publisher(): Promise<WebSocket>;
  /** As whom it publishes. */
  readonly user: string;
  stop(): Promise<void>;
}

const BARE_WS = new URL('./bare-ws-server.ts', import.meta.url);
const SUBPROTOCOL = 'sge.v1';
/** The default limit of the product; the audience shares its users. */
const CONNECTIONS_PER_USER = 20;
const JOINING_AT_ONCE = 20;

/** The product with its defaults: every connection authenticated, limited and logged. */
export async function productStage(largestAudience: number): Promise<Stage> {
  const server = await startServer();
  const [first, ...others] = await people(server, largestAudience / CONNECTIONS_PER_USER + 1);
  if (first === undefined) throw new Error('nobody was made');
  const url = `${server.url.replace('http', 'ws')}/ws/auth`;
  const subscribe = JSON.stringify({ type: 'Subscribe', id: 1, channel: `presence:${first.id}` });
  const join = (audience: Audience, index: number): Promise<void> => {
    const person = others[Math.floor(index / CONNECTIONS_PER_USER)];
    if (person === undefined) throw new Error('there are too few people');
    return audience.join(url, [SUBPROTOCOL, person.token], async (socket) => {
      const agreed = heard(socket, '"Ack"');
      socket.send(subscribe);
      await agreed;
    });
  };
  const publisher = () => connected(url, [SUBPROTOCOL, first.token]);
  return stage(server, first.id, join, publisher);
}

/** `ws` alone, with the same messages. */
export async function bareStage(): Promise<Stage> {
  const peer = await startPeer(BARE_WS);
  const url = peer.url.replace('http', 'ws');
  const join = (audience: Audience) => audience.join(url, [], async () => undefined);
  return stage(peer, 'caller0', join, () => connected(url, []));
}

function stage(
  process: Pick<PeerProcess, 'pid' | 'stop'>,
  user: string,
  join: (audience: Audience, index: number) => Promise<void>,
  publisher: () => Promise<WebSocket>,
): Stage {
  const audience = new Audience();
  return {
    pid: process.pid,
    audience,
    user,
    publisher,
    fill: async (size) => {
      while (audience.size < size) {
        const from = audience.size;
        const count = Math.min(JOINING_AT_ONCE, size - from);
        await Promise.all(Array.from({ length: count }, (_, i) => join(audience, from + i)));
      }
    },
    stop: async () => {
      audience.leave();
      await process.stop();
    },
  };
}

async function people(server: ServerProcess, count: number): Promise<readonly Person[]> {
  const pairs = await makePairs(server, Math.ceil(count / 2) + 1);
  return pairs.flatMap(({ caller, callee }) => [caller, callee]);
}
