import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { type TestContext } from 'node:test';
import { CLOSE_CODES, type DomainEvent } from '@sky-genesis/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { Connection } from './connection.ts';
import { NetworkError, SgeError } from './sge-error.ts';

const channel = 'call:1';
const quick = {
  idle: { probeAfterMs: 20, answerWithinMs: 40 },
  backoff: { baseMs: 1, maxMs: 4 },
};

/** One accepted connection of the peer, as the test drives it. */
class Wire {
  readonly token: string;
  readonly url: string;
  readonly #socket: WebSocket;
  readonly #frames: Record<string, unknown>[] = [];
  #waiting: (() => void) | undefined;

  constructor(socket: WebSocket, url: string, token: string) {
    this.#socket = socket;
    this.url = url;
    this.token = token;
    socket.on('message', (data) => {
      this.#frames.push(JSON.parse(String(data)));
      this.#waiting?.();
    });
  }

  say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  hello(epoch: string, positions: Record<string, number>): void {
    const facts = { user_id: 'anna', connection_id: 'c', heartbeat_s: 25, features: [] };
    this.say({ type: 'Hello', epoch, positions, ...facts });
  }

  event(seq: number): void {
    const event: DomainEvent = {
      id: `evt_${seq}`,
      position: seq,
      channel,
      seq,
      type: 'call.held',
      data: {},
      actor: 'user:anna',
      source: 'http',
      created_at: '2026-01-31T09:30:00.000Z',
    };
    this.say({ type: 'Event', event });
  }

  /** The next frame of that type; others on the way are passed over. */
  async heard(type: string): Promise<Record<string, unknown>> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame?.type === type) return frame;
      if (frame !== undefined) continue;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  cut(): void {
    this.#socket.terminate();
  }

  close(code: number): void {
    this.#socket.close(code);
  }
}

/** A hostile peer: it speaks the protocol but keeps no promise the test does not make it keep. */
async function peer(t: TestContext, tokens = { get: async () => 'jwt', refuse: () => {} }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const arrivals: Wire[] = [];
  let waiting: (() => void) | undefined;
  server.on('connection', (socket, request) => {
    const [, token = ''] = (request.headers['sec-websocket-protocol'] ?? '').split(', ');
    arrivals.push(new Wire(socket, request.url ?? '', token));
    waiting?.();
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const url = `ws://127.0.0.1:${address.port}/ws/auth`;
  const connection = new Connection({ url, tokens, ...quick });
  t.after(() => {
    connection.close();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const next = async () => {
    for (;;) {
      const wire = arrivals.shift();
      if (wire !== undefined) return wire;
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    }
  };
  return { connection, next };
}

/** Collects event numbers and resolves once there are `count`. */
function events(connection: Connection, count: number): Promise<readonly number[]> {
  const seen: number[] = [];
  return new Promise((resolve) => {
    connection.on('event', ({ seq }) => {
      if (seen.push(seq) === count) resolve(seen);
    });
  });
}

test('the token travels as a subprotocol, not in the URL', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const wire = await next();
  assert.equal(wire.token, 'jwt');
  assert.equal(wire.url, '/ws/auth');
  wire.hello('e1', {});
  await opened;
  assert.equal(connection.state, 'connected');
});

test('after a cut it returns by itself and misses and doubles nothing', async (t) => {
  const { connection, next } = await peer(t);
  const told = events(connection, 5);
  const heardTwo = events(connection, 2);
  const opened = connection.open();
  const first = await next();
  first.hello('e1', { [channel]: 3 });
  await opened;
  first.event(4);
  first.event(5);
  await heardTwo;
  first.cut();
  const second = await next();
  assert.equal(second.url, '/ws/auth?resume=1');
  second.hello('e1', { [channel]: 7 });
  const resume = await second.heard('Resume');
  assert.deepEqual(resume.positions, { [channel]: 5 });
  // A live event that overtakes the missed ones, and one of them twice.
  for (const seq of [8, 6, 6, 7]) second.event(seq);
  second.say({ type: 'Resumed', channel, recovered: true, snapshot: false });
  assert.deepEqual(await told, [4, 5, 6, 7, 8]);
});

test('a server with another epoch makes the client read the state anew', async (t) => {
  const { connection, next } = await peer(t);
  const gap = new Promise((resolve) => connection.on('gap', resolve));
  const opened = connection.open();
  const first = await next();
  first.hello('e1', { [channel]: 3 });
  await opened;
  first.cut();
  const second = await next();
  second.hello('e2', { [channel]: 1 });
  const resume = await second.heard('Resume');
  assert.equal(resume.epoch, 'e1');
  second.say({ type: 'Resumed', channel, recovered: false, snapshot: false });
  assert.equal(await gap, channel);
});

test('a peer that falls silent is probed, given up, and replaced', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const silent = await next();
  silent.hello('e1', {});
  await opened;
  await silent.heard('Ping');
  const second = await next();
  assert.equal(connection.state, 'reconnecting');
  second.hello('e1', {});
  await entered(connection, 'connected');
});

test('a peer that answers its probes is kept', async (t) => {
  const { connection, next } = await peer(t);
  const states: string[] = [];
  connection.on('state', (state) => states.push(state));
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  for (let probes = 0; probes < 3; probes += 1) {
    await wire.heard('Ping');
    wire.say({ type: 'Pong', timestamp: 0 });
  }
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a network that is said to be back is tried at once', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  connection.networkChanged();
  await wire.heard('Ping');
});

test('a request is answered by the Ack or the Error of its own id', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  const granted = connection.request({ type: 'Subscribe', channel: 'presence:ben' });
  const refused = connection.request({ type: 'Subscribe', channel: 'call:9' });
  const [one, two] = [await wire.heard('Subscribe'), await wire.heard('Subscribe')];
  wire.say({ type: 'Error', id: two.id, code: 'channel_unknown', message: 'No such channel' });
  wire.say({ type: 'Ack', id: one.id });
  await granted;
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof SgeError);
    assert.equal(error.code, 'channel_unknown');
    return true;
  });
});

test('a request whose answer is cut off fails as a loss of network', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  const request = connection.request({ type: 'Ping' });
  await wire.heard('Ping');
  wire.cut();
  await assert.rejects(request, NetworkError);
  await assert.rejects(connection.request({ type: 'Ping' }), NetworkError);
});

test('a token the server has refused is not used again', async (t) => {
  let minted = 1;
  const tokens = {
    get: async () => `jwt${minted}`,
    refuse: () => {
      minted += 1;
    },
  };
  const { connection, next } = await peer(t, tokens);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  wire.close(CLOSE_CODES.unauthenticated);
  assert.equal((await next()).token, 'jwt2');
});

test('frames that are no JSON, unknown or broken are passed over', async (t) => {
  const { connection, next } = await peer(t);
  const told = events(connection, 1);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  wire.say({ type: 'FromTheFuture', value: 1 });
  wire.say({ type: 'Event', event: { seq: 'one' } });
  wire.say([]);
  wire.event(1);
  assert.deepEqual(await told, [1]);
});

test('closing ends the connection for good', async (t) => {
  const { connection, next } = await peer(t);
  const opened = connection.open();
  const wire = await next();
  wire.hello('e1', {});
  await opened;
  connection.close();
  assert.equal(connection.state, 'closed');
  await assert.rejects(connection.request({ type: 'Ping' }), NetworkError);
});

function entered(connection: Connection, state: string): Promise<void> {
  if (connection.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    connection.on('state', (now) => {
      if (now === state) resolve();
    });
  });
}
