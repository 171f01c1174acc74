import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { boundSocket, freeUdpPorts } from '../transport/udp-ports.ts';
import { Supervisor } from './supervisor.ts';

const bindAddress = '127.0.0.1';
const offer = readFileSync(
  new URL('../../../sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);

/** A supervisor on three ports, which are free at first; `lost` when a worker has died. */
async function open(t: TestContext, workers = 1) {
  const [min = 0] = await freeUdpPorts(bindAddress, { min: 9400, max: 9496 }, 1);
  const ports = { min, max: min + 2 };
  const lost = Promise.withResolvers<void>();
  const supervisor = new Supervisor(
    { bindAddress, ports, workers, admission: { maxConsumers: 10, maxLoopLagMs: 10_000 } },
    {
      state: () => undefined,
      speakers: () => undefined,
      quality: () => undefined,
      demand: () => undefined,
      roomsLost: () => lost.resolve(),
    },
  );
  t.after(() => supervisor.stop());
  return { supervisor, ports, lost: lost.promise };
}

/** Takes a port in another program's place. */
async function occupy(t: TestContext, port: number): Promise<void> {
  const socket = await boundSocket(bindAddress, port);
  assert.ok(socket, `port ${port} is free`);
  t.after(() => socket.close());
}

/** The ports that a browser who joins is told. */
async function told(supervisor: Supervisor, participant: string): Promise<readonly number[]> {
  const command = { kind: 'join', room: 'room', participant, offer } as const;
  const { answer = '' } = await supervisor.request('room', command);
  const ports = answer.matchAll(/^a=candidate:\S+ 1 UDP \d+ \S+ (\d+)/gm);
  return [...new Set([...ports].map(([, port]) => Number(port)))];
}

describe('the UDP ports of a media worker', () => {
  it('are held while nobody is connected, and told to who is', async (t) => {
    const { supervisor, ports } = await open(t);
    await supervisor.ready();
    assert.equal(await boundSocket(bindAddress, ports.min), undefined);
    assert.deepEqual(await told(supervisor, 'anna'), [ports.min]);
    await supervisor.request('room', { kind: 'leave', participant: 'anna' });
    assert.equal(await boundSocket(bindAddress, ports.min), undefined);
  });

  it('are others where another program has them, at the start and after a worker has died', async (t) => {
    const { supervisor, ports, lost } = await open(t);
    await occupy(t, ports.min);
    await supervisor.ready();
    assert.deepEqual(await told(supervisor, 'anna'), [ports.min + 1]);
    process.kill(supervisor.pids[0] ?? 0, 'SIGKILL');
    await lost;
    await occupy(t, ports.min + 1);
    assert.deepEqual(await told(supervisor, 'anna'), [ports.min + 2]);
  });

  it('leave no worker behind where one of them finds none', async (t) => {
    const { supervisor, ports } = await open(t, 2);
    for (let port = ports.min; port < ports.max; port += 1) await occupy(t, port);
    await assert.rejects(supervisor.ready(), { code: 'worker_gone' });
    assert.equal(supervisor.pids.length, 2);
    for (const pid of supervisor.pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});
