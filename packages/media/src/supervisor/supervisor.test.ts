import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import type { WorkerCommand } from '../worker/commands.ts';
import type { WorkerResult } from '../worker/messages.ts';
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
    const listeners: SupervisorEvents = {
      state: () => undefined,
      speakers: () => undefined,
      quality: () => undefined,
      demand: () => undefined,
      roomsLost: () => undefined,
      ...events,
    };
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
    assert.match(joined.answer ?? '', /a=setup:passive/);
    assert.deepEqual(
      joined.published?.map(({ mid, kind }) => [mid, kind]),
      [
        ['0', 'audio'],
        ['1', 'video'],
        ['2', 'video'],
      ],
    );
  });

  const receive = (participant: string, ...producers: readonly string[]) =>
    request('room', { kind: 'receive', participant, producers: [...producers] });

  it('offers all that is wanted in one go, once, and ends what is not', async () => {
    await start();
    const joined = await join('room', 'anna');
    await join('room', 'ben', offer.replaceAll('LMpf', 'Benn'));
    const [sound = '', camera = ''] = joined.published?.map(({ producerId }) => producerId) ?? [];
    const both = await receive('ben', sound, camera, 'ended-meanwhile');
    assert.match(both.offer ?? '', /a=mid:s4[\s\S]*a=sendonly[\s\S]*a=mid:s5[\s\S]*a=sendonly/);
    assert.deepEqual(both.received, [
      { mid: 's4', producerId: sound },
      { mid: 's5', producerId: camera },
    ]);
    assert.deepEqual(both.refused, []);
    assert.equal((await receive('ben', camera, sound)).offer, undefined);
    const one = await receive('ben', camera);
    assert.match(one.offer ?? '', /a=mid:s4[\s\S]*a=inactive[\s\S]*a=mid:s5[\s\S]*a=sendonly/);
    assert.deepEqual(one.received, [{ mid: 's5', producerId: camera }]);
  });

  it('tells which producers a browser cannot decode', async () => {
    await start();
    const joined = await join('room', 'anna');
    const camera = joined.published?.[1]?.producerId ?? '';
    const deaf = offer.replaceAll('LMpf', 'Benn').replaceAll('VP8/90000', 'other/90000');
    await join('room', 'ben', deaf);
    const nothing = await receive('ben', camera);
    assert.deepEqual(nothing, { received: [], refused: [camera] });
  });

  it('takes wishes and blocks for what there is, and refuses others', async () => {
    await start();
    const joined = await join('room', 'anna');
    await join('room', 'ben', offer.replaceAll('LMpf', 'Benn'));
    const producer = joined.published?.[1]?.producerId ?? '';
    const wish = { kind: 'want', participant: 'ben', producer, maxWidth: 320 } as const;
    const want = () => request('room', { ...wish, paused: false, pinned: true });
    await assert.rejects(want, { code: 'unknown_media' });
    await receive('ben', producer);
    await want();
    const block = (participant: string) =>
      request('room', { kind: 'block', participant, producer, blocked: true });
    await block('anna');
    await assert.rejects(block('ben'), { code: 'unknown_media' });
  });

  it('has a lost room served by a worker that is up, not by the one that is only starting', async () => {
    const lost: (readonly string[])[] = [];
    let heard = Promise.withResolvers<void>();
    const roomsLost = (rooms: readonly string[]) => {
      lost.push(rooms);
      heard.resolve();
    };
    const { pids } = await start(roomy, 2, { roomsLost });
    await join('room', 'anna');
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await heard.promise;
    heard = Promise.withResolvers();
    await join('room', 'anna');
    process.kill(pids[1] ?? 0, 'SIGKILL');
    await heard.promise;
    assert.deepEqual(lost, [['room'], ['room']]);
  });

  it('ends a room with all who are in it', async () => {
    const gone = Promise.withResolvers<readonly unknown[]>();
    await start(roomy, 1, { state: (...told) => gone.resolve(told) });
    await join('room', 'anna');
    await request('room', { kind: 'close-room', room: 'room' });
    assert.deepEqual(await gone.promise, ['anna', 'closed', 'room_closed']);
    assert.deepEqual(await request('room', { kind: 'close-room', room: 'room' }), {});
  });

  it('passes the refusals of the engine on under their codes', async () => {
    await start();
    await assert.rejects(join('room', 'anna', 'nonsense') ?? '', { code: 'description_refused' });
    const broken = offer.replaceAll(/a=ice-pwd:.*/g, 'a=ice-pwd:short');
    await assert.rejects(join('room', 'anna', broken) ?? '', { code: /refused$/ });
    await join('room', 'anna');
    await assert.rejects(join('room', 'anna') ?? '', { code: 'already_joined' });
    await assert.rejects(receive('nobody'), { code: 'unknown_media' });
    const elsewhere = request('elsewhere', { kind: 'receive', participant: 'anna', producers: [] });
    await assert.rejects(elsewhere, { code: 'worker_gone' });
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
    const [first = '', second = ''] = joined.published?.map(({ producerId }) => producerId) ?? [];
    await receive('ben', first);
    await assert.rejects(receive('ben', first, second) ?? '', { code: 'media_full' });
    await assert.rejects(join('room', 'cleo') ?? '', { code: 'media_full' });
  });

  it('does not count what was asked for and refused', async () => {
    await start({ ...roomy, maxConsumers: 2 });
    const player = {
      kind: 'join',
      room: 'room',
      participant: 'player',
      offer: 'nonsense',
    } as const;
    const refused = request('room', { ...player, producers: ['sound', 'camera'] });
    await assert.rejects(refused, { code: 'description_refused' });
    assert.ok((await join('room', 'anna')).answer);
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
