import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ServerFrame } from '@sky-genesis/protocol';
import { openRealtimeHouse, type RealtimeHouse } from '../../../test/realtime-house.ts';
import type { WsClient } from '../../../test/ws-client.ts';

const seqs = (frames: readonly ServerFrame[], channel: string): readonly number[] =>
  frames.flatMap((frame) =>
    frame.type === 'Event' && frame.event.channel === channel ? [frame.event.seq] : [],
  );

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('resuming', () => {
  let house: RealtimeHouse;
  let epoch: string;
  beforeEach(async () => {
    house = await openRealtimeHouse({ replayEvents: 200 });
    epoch = house.storage.eventLog.epoch;
    for (const user of ['alice', 'bob', 'carol']) await house.tokenOf(user);
  });
  afterEach(() => house.stop());

  const newCall = async () =>
    await house.calls.create(house.scopeOf('alice'), { participants: ['bob'], callType: 'audio' });

  /** Makes `count` events in the call's channel: held and resumed in turn. */
  async function churn(id: string, count: number): Promise<void> {
    const alice = house.scopeOf('alice');
    for (let i = 0; i < count; i += 1) {
      await (i % 2 === 0 ? house.calls.hold(alice, id) : house.calls.resume(alice, id));
    }
  }

  async function connectedCall(): Promise<string> {
    const { id } = await newCall();
    await house.calls.accept(house.scopeOf('bob'), id);
    return id;
  }

  async function resume(
    client: WsClient,
    positions: Record<string, number>,
    of = epoch,
  ): Promise<readonly ServerFrame[]> {
    client.send({ type: 'Resume', id: 'r', epoch: of, positions });
    return await client.untilPong();
  }

  it('replays what was missed, in order, then says so, then goes on live', async () => {
    const id = await connectedCall();
    const channel = `call:${id}`;
    await churn(id, 4);
    const bob = await house.connect('bob');
    const frames = await resume(bob, { [channel]: 1 });
    assert.deepEqual(seqs(frames, channel), [2, 3, 4, 5, 6]);
    assert.deepEqual(frames.slice(-2), [
      { type: 'Resumed', channel, recovered: true, snapshot: false },
      { type: 'Ack', id: 'r' },
    ]);
    await churn(id, 1);
    assert.equal((await bob.next('Event')).event.seq, 7);
  });

  it('does not repeat what has come live already, nor what was replayed before', async () => {
    const id = await connectedCall();
    const channel = `call:${id}`;
    const bob = await house.connect('bob');
    await churn(id, 1);
    assert.equal((await bob.next('Event')).event.seq, 3);
    assert.deepEqual(seqs(await resume(bob, { [channel]: 0 }), channel), [1, 2]);
    assert.deepEqual(seqs(await resume(bob, { [channel]: 0 }), channel), []);
  });

  it('brings what is new after what was missed when the connection announces its Resume', async () => {
    const id = await connectedCall();
    const channel = `call:${id}`;
    const client = await house.connect('bob', { query: { resume: '1' } });
    await churn(id, 2);
    assert.deepEqual(await client.untilPong(), [], 'held back until Resume');
    assert.deepEqual(seqs(await resume(client, { [channel]: 0 }), channel), [1, 2, 3, 4]);
  });

  it('stops waiting for an announced Resume after a while', async () => {
    const id = await connectedCall();
    const client = await house.connect('bob', { query: { resume: '1' } });
    await churn(id, 1);
    await client.untilPong();
    house.clock.advance(5_000);
    assert.equal((await client.next('Event')).event.type, 'call.held');
  });

  it('replays of the signals only those for the reader', async () => {
    const id = await connectedCall();
    await house.calls.invite(house.scopeOf('alice'), id, ['carol']);
    const alice = await house.connect('alice');
    for (const to_user of ['bob', 'carol', 'bob']) {
      await alice.ask({
        type: 'Signal',
        call_id: id,
        to_user,
        message_type: 'mute',
        payload: {},
      });
    }
    const bob = await house.connect('bob');
    assert.deepEqual(seqs(await resume(bob, { [`call:${id}`]: 4 }), `call:${id}`), [5, 7]);
    const again = await house.connect('alice');
    assert.deepEqual(seqs(await resume(again, { [`call:${id}`]: 4 }), `call:${id}`), []);
  });

  it('replays the end of a call that is over', async () => {
    const id = await connectedCall();
    await house.calls.end(house.scopeOf('alice'), id);
    const bob = await house.connect('bob');
    const frames = await resume(bob, { [`call:${id}`]: 2 });
    assert.deepEqual(
      frames.flatMap((frame) => (frame.type === 'Event' ? [frame.event.type] : [])),
      ['call.ended'],
    );
  });

  it('follows a channel but recovers nothing after another epoch, too large a gap, or a future position', async () => {
    const id = await connectedCall();
    const channel = `call:${id}`;
    await churn(id, 202);
    const lost = { type: 'Resumed', channel, recovered: false, snapshot: false };
    const foreign = await house.connect('bob');
    assert.deepEqual((await resume(foreign, { [channel]: 1 }, 'elsewhere'))[0], lost);
    const late = await house.connect('bob');
    assert.deepEqual((await resume(late, { [channel]: 1 }))[0], lost);
    assert.deepEqual((await resume(late, { [channel]: 9_999 }))[0], lost);
    await churn(id, 1);
    assert.equal((await foreign.next('Event')).event.seq, 205);
    assert.equal((await late.next('Event')).event.seq, 205);
  });

  it('gives a presence as a snapshot', async () => {
    const alice = await house.connect('alice');
    const bob = await house.connect('bob');
    await bob.ask({ type: 'PresenceUpdate', user_id: 'bob', status: 'away' });
    const frames = await resume(alice, { 'presence:bob': 0 });
    assert.deepEqual(
      frames.map((frame) => frame.type),
      ['PresenceStatus', 'Resumed', 'Ack'],
    );
    assert.deepEqual(frames[1], {
      type: 'Resumed',
      channel: 'presence:bob',
      recovered: true,
      snapshot: true,
    });
  });

  it('recovers nothing of somebody else’s channels, and does not follow them', async () => {
    const { id } = await house.calls.create(house.scopeOf('alice'), {
      participants: ['bob'],
      callType: 'audio',
    });
    const carol = await house.connect('carol');
    const frames = await resume(carol, { [`call:${id}`]: 0, 'user:bob': 0 });
    assert.deepEqual(
      frames.map((frame) => (frame.type === 'Resumed' ? frame.recovered : frame.type)),
      [false, false, 'Ack'],
    );
    await house.calls.accept(house.scopeOf('bob'), id);
    assert.deepEqual(await carol.untilPong(), []);
  });
});

describe('events around Hello, Subscribe and Resume', () => {
  it('are neither lost nor doubled nor out of order while everything happens at once', async (t) => {
    let turn = 0;
    const dawdle = async () => {
      turn += 1;
      for (let i = turn % 5; i > 0; i -= 1) await new Promise(setImmediate);
    };
    const house = await openRealtimeHouse({ connectionsPerUser: 50 }, dawdle);
    t.after(() => house.stop());
    for (const user of ['alice', 'bob']) await house.tokenOf(user);
    const { id } = await house.calls.create(house.scopeOf('alice'), {
      participants: ['bob'],
      callType: 'audio',
    });
    await house.calls.accept(house.scopeOf('bob'), id);
    const channel = `call:${id}`;
    const alice = house.scopeOf('alice');
    let events = 2;
    let going = true;
    t.after(() => {
      going = false;
    });
    const churning = (async () => {
      while (going || events < 300) {
        await (events % 2 === 0 ? house.calls.hold(alice, id) : house.calls.resume(alice, id));
        events += 1;
      }
    })();
    const clients: WsClient[] = [];
    for (let i = 0; i < 24; i += 1) {
      const resumes = i % 2 === 0;
      const query: Record<string, string> = resumes ? { resume: '1' } : {};
      const client = await house.connect('bob', { query });
      const position = i % 3;
      const positions = { [channel]: position };
      if (resumes) {
        client.send({ type: 'Resume', epoch: house.storage.eventLog.epoch, positions });
      } else {
        client.send({ type: 'Unsubscribe', channel });
        client.send({ type: 'Subscribe', id: 'sub', channel });
      }
      clients.push(client);
    }
    going = false;
    await churning;
    for (const [i, client] of clients.entries()) {
      await client.untilPong();
      const got = seqs(client.received, channel);
      if (i % 2 === 0) {
        assert.deepEqual(got, upTo(events - (i % 3), 1 + (i % 3)));
      } else {
        const ack = client.received.findIndex((frame) => frame.type === 'Ack');
        const frame = client.received[ack];
        const position = frame?.type === 'Ack' ? (frame.position ?? 0) : 0;
        const after = seqs(client.received.slice(ack), channel);
        assert.deepEqual(after, upTo(events - position, position + 1));
        const before = seqs(client.received.slice(0, ack), channel);
        assert.ok(before.every((seq) => seq <= position));
      }
    }
  });
});
