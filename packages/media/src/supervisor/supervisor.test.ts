import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import type { WorkerCommand, WorkerResult } from '../worker/messages.ts';
import { Supervisor, type SupervisorEvents } from './supervisor.ts';

const offer = readFileSync(
  new URL('../../../sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);
const roomy = { maxConsumers: 10, maxLoopLagMs: 10_000 };

describe('Supervisor', () => {
  let supervisor: Supervisor | undefined;

  afterEach(async () => {
    await supervisor?.stop();
  });

  async function start(
    admission = roomy,
    workers = 1,
    events: Partial<SupervisorEvents> = {},
  ): Promise<Supervisor> {
    const listeners = { state: () => undefined, roomsLost: () => undefined, ...events };
    supervisor = new Supervisor({ bindAddress: '127.0.0.1', workers, admission }, listeners);
    await supervisor.ready();
    return supervisor;
  }

  async function request(room: string, command: WorkerCommand): Promise<WorkerResult> {
    assert.ok(supervisor);
    return await supervisor.request(room, command);
  }

  const join = (room: string, participant: string, sdp = offer) =>
    request(room, { kind: 'join', room, participant, offer: sdp });

  it('answers an offer and names what is published', async () => {
    await start();
    const joined = await join('room', 'anna');
    assert.match(joined.answer ?? '', /a=setup:active/);
    assert.deepEqual(
      joined.published?.map(({ mid, kind }) => [mid, kind]),
      [
        ['0', 'audio'],
        ['1', 'video'],
        ['2', 'video'],
      ],
    );
  });

  it('offers what another publishes, and ends it again', async () => {
    await start();
    const joined = await join('room', 'anna');
    await join('room', 'ben', offer.replaceAll('LMpf', 'Benn'));
    const producer = joined.published?.[0]?.producerId ?? '';
    const consumed = await request('room', { kind: 'consume', participant: 'ben', producer });
    assert.match(consumed.offer ?? '', /a=mid:s4[\s\S]*a=sendonly/);
    const consumer = consumed.consumerId ?? '';
    const dropped = await request('room', { kind: 'drop', participant: 'ben', consumer });
    assert.match(dropped.offer ?? '', /a=mid:s4[\s\S]*a=inactive/);
  });

  it('passes the refusals of the engine on under their codes', async () => {
    await start();
    await assert.rejects(join('room', 'anna', 'nonsense') ?? '', { code: 'description_refused' });
    const broken = offer.replaceAll(/a=ice-pwd:.*/g, 'a=ice-pwd:short');
    await assert.rejects(join('room', 'anna', broken) ?? '', { code: /refused$/ });
    await join('room', 'anna');
    await assert.rejects(join('room', 'anna') ?? '', { code: 'already_joined' });
    const consume = { kind: 'consume', participant: 'anna', producer: 'none' } as const;
    await assert.rejects(request('room', consume), { code: 'unknown_media' });
    await assert.rejects(request('elsewhere', consume), { code: 'worker_gone' });
  });

  it('tells when a participant is gone', async () => {
    const gone = Promise.withResolvers<string>();
    await start(roomy, 1, { state: (participant) => gone.resolve(participant) });
    await join('room', 'anna');
    await request('room', { kind: 'leave', participant: 'anna' });
    assert.equal(await gone.promise, 'anna');
  });

  it('refuses by a typed error when every worker is full', async () => {
    await start({ ...roomy, maxConsumers: 1 });
    const joined = await join('room', 'anna');
    await join('room', 'ben', offer.replaceAll('LMpf', 'Benn'));
    const [first, second] = joined.published ?? [];
    const consume = (producer = '') =>
      request('room', { kind: 'consume', participant: 'ben', producer });
    await consume(first?.producerId);
    await assert.rejects(consume(second?.producerId) ?? '', { code: 'media_full' });
    await assert.rejects(join('room', 'cleo') ?? '', { code: 'media_full' });
  });

  it('fails what waits for a worker that dies, and starts another', async () => {
    const lost = Promise.withResolvers<readonly string[]>();
    const running = await start(roomy, 1, { roomsLost: lost.resolve });
    await join('room', 'anna');
    const [pid = 0] = running.pids;
    const waiting = assert.rejects(join('room', 'ben') ?? '', { code: 'worker_gone' });
    process.kill(pid, 'SIGKILL');
    await waiting;
    assert.deepEqual(await lost.promise, ['room']);
    assert.ok((await join('room', 'anna')).answer);
  });

  it('leaves no process behind', async () => {
    const running = await start(roomy, 2);
    const { pids } = running;
    assert.equal(pids.length, 2);
    await running.stop();
    for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});
