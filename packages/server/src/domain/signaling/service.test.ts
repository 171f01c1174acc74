import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type CallHouse, keyScope, openCallHouse, userScope } from '../../../test/call-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { AppError } from '../../kernel/index.ts';
import type { SendSignalInput } from './api.ts';
import type { Signal } from './signal.ts';

const alice = userScope('alice');
const bob = userScope('bob');
const carol = userScope('carol');
const dave = userScope('dave');

const SDP =
  'v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\n';
const CANDIDATE = 'candidate:1 1 udp 2130706431 192.168.1.1 54321 typ host';
const NOW = { after: 0, limit: 50, waitMs: 0 };

let house: CallHouse;
let callId: string;

beforeEach(async () => {
  house = await openCallHouse();
  const made = await house.calls.create(alice, {
    participants: ['bob', 'carol'],
    callType: 'video',
  });
  callId = made.id;
});

afterEach(async () => {
  await house.stop();
});

function note(input: Partial<SendSignalInput> = {}, from = alice): Promise<Signal> {
  return house.signaling.send(from, callId, { messageType: 'mute', ...input });
}

async function inbox(reader = bob, query = NOW): Promise<readonly Signal[]> {
  return (await house.signaling.read(reader, callId, query)).items;
}

async function storedPayloads(): Promise<number> {
  const events = await house.storage.eventLog.readStream('default', `call:${callId}`, {
    after: 0,
    limit: 100,
    type: 'call.signal',
  });
  return events.filter((event) => event.personal.payload !== undefined).length;
}

describe('sending', () => {
  it('stores a message for a callee who has not accepted yet', async () => {
    const sent = await note({
      messageType: 'offer',
      toUser: 'bob',
      payload: { type: 'offer', sdp: SDP },
    });
    assert.deepEqual(
      { from: sent.fromUser, to: sent.toUser, type: sent.messageType },
      { from: 'alice', to: 'bob', type: 'offer' },
    );
    assert.deepEqual(await inbox(bob), [sent]);
    assert.deepEqual(await inbox(carol), []);
    assert.deepEqual(await inbox(alice), []);
  });

  it('reaches every other member when no recipient is named', async () => {
    const sent = await note();
    assert.deepEqual(
      [await inbox(bob), await inbox(carol), await inbox(alice)],
      [[sent], [sent], []],
    );
  });

  it('keeps the order of a sender who does not wait', async () => {
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => note({ payload: { n } }, n % 2 === 0 ? alice : carol)),
    );
    const seqs = sent.map((signal) => signal.seq);
    assert.deepEqual(
      seqs,
      seqs.toSorted((a, b) => a - b),
    );
    const numbers = (await inbox(bob)).map((signal) => signal.payload);
    assert.deepEqual(
      numbers,
      Array.from({ length: 20 }, (_, n) => ({ n })),
    );
  });

  it('is for members only', async () => {
    await assert.rejects(note({}, dave), refusal('call_not_found'));
    await assert.rejects(inbox(dave), refusal('call_not_found'));
    await assert.rejects(
      note({ toUser: 'dave' }),
      refusal('recipient_not_in_call', { user: 'dave' }),
    );
    const admin = userScope('root', ['voip:admin']);
    await assert.rejects(note({}, admin), refusal('forbidden'));
    await assert.rejects(inbox(admin), refusal('forbidden'));
  });

  it('is not for who is out of the call', async () => {
    await house.calls.decline(carol, callId);
    await assert.rejects(note({ messageType: 'hangup' }, carol), refusal('call_state_conflict'));
    assert.deepEqual(await inbox(alice), []);
  });

  it('speaks for the caller when the key that made the call does', async () => {
    const key = keyScope('key_1', ['calls:write', 'calls:on_behalf']);
    const made = await house.calls.create(key, {
      participants: ['bob'],
      callType: 'audio',
      caller: 'alice',
    });
    const sent = await house.signaling.send(key, made.id, { messageType: 'mute' });
    assert.equal(sent.fromUser, 'alice');
  });

  it('is refused once the call has ended, whose mailbox is then empty and erased', async () => {
    await note({ messageType: 'offer', payload: { sdp: SDP } });
    assert.equal(await storedPayloads(), 1);
    const [late] = await Promise.allSettled([note(), house.calls.end(alice, callId)]);
    assert.equal(late.status, 'fulfilled', 'sent before the end, in order');
    assert.equal(await storedPayloads(), 0);
    assert.deepEqual(await inbox(bob), []);
    await assert.rejects(note(), refusal('call_ended', { reason: 'cancelled' }));
  });

  it('erases what was said before a restart, too', async () => {
    await note({ payload: { kind: 'audio' } });
    house.calls.stop();
    const restarted = house.restarted();
    await restarted.start();
    await restarted.end(alice, callId);
    assert.equal(await storedPayloads(), 0);
    restarted.stop();
  });
});

describe('payloads', () => {
  const accepted: readonly SendSignalInput[] = [
    { messageType: 'offer', payload: { sdp: SDP, type: 'offer' } },
    { messageType: 'answer', payload: { sdp: SDP } },
    { messageType: 'ice_candidate', payload: { candidate: { candidate: CANDIDATE, sdpMid: '0' } } },
    { messageType: 'ice_candidate', payload: { candidate: CANDIDATE, sdpMLineIndex: 0 } },
    { messageType: 'ice_candidate', payload: { candidate: '' } },
    { messageType: 'ice_candidate', payload: { candidate: null } },
    { messageType: 'ice_candidate', payload: null },
    { messageType: 'hangup' },
    { messageType: 'unmute', payload: { kind: 'video' } },
    { messageType: 'renegotiate', payload: { sdp: SDP } },
    { messageType: 'screen_share_start', payload: null },
  ];
  for (const input of accepted) {
    it(`are taken and given back: ${JSON.stringify(input).slice(0, 80)}`, async () => {
      const sent = await house.signaling.send(alice, callId, input);
      assert.deepEqual(sent.payload, input.payload ?? null);
      assert.deepEqual((await inbox(bob))[0]?.payload, input.payload ?? null);
    });
  }

  const invalid: readonly (readonly [path: string, input: SendSignalInput])[] = [
    ['/payload', { messageType: 'offer' }],
    ['/payload/sdp', { messageType: 'offer', payload: {} }],
    [
      '/payload/sdp',
      {
        messageType: 'offer',
        payload: { sdp: 'v=0\r\no=- 12345 67890 IN IP4 192.168.1.1\r\n...' },
      },
    ],
    ['/payload/type', { messageType: 'offer', payload: { sdp: SDP, type: 'answer' } }],
    ['/payload/sdp', { messageType: 'answer', payload: { sdp: SDP.replace('v=0', 'v=1') } }],
    ['/payload/sdp', { messageType: 'renegotiate', payload: { sdp: 'x' } }],
    ['/payload', { messageType: 'ice_candidate' }],
    ['/payload', { messageType: 'ice_candidate', payload: {} }],
    ['/payload', { messageType: 'ice_candidate', payload: { candidate: 'candidate:1' } }],
  ];
  for (const [path, input] of invalid) {
    it(`are refused as sdp_invalid, naming ${path}: ${JSON.stringify(input).slice(0, 80)}`, async () => {
      await assert.rejects(house.signaling.send(alice, callId, input), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'sdp_invalid');
        assert.deepEqual(
          error.issues.map((issue) => issue.path),
          [path],
        );
        return true;
      });
      assert.deepEqual(await inbox(bob), []);
    });
  }

  it('are refused when they are too large', async () => {
    const payload = { text: 'x'.repeat(8192) };
    await assert.rejects(note({ payload }), refusal('payload_too_large'));
    const sdp = SDP + 'a=x\r\n'.repeat(20_000);
    await assert.rejects(
      note({ messageType: 'offer', payload: { sdp } }),
      refusal('payload_too_large'),
    );
  });
});

describe('reading', () => {
  it('goes on after a number, page by page', async () => {
    const sent: Signal[] = [];
    for (let n = 0; n < 5; n += 1) {
      sent.push(await note({ payload: { n } }));
      await note({ toUser: 'carol' });
      await note({}, bob);
    }
    const first = await house.signaling.read(bob, callId, { after: 0, limit: 2, waitMs: 0 });
    assert.deepEqual(first.items, sent.slice(0, 2));
    assert.equal(first.next, sent[1]?.seq);
    const rest = await house.signaling.read(bob, callId, {
      after: first.next ?? 0,
      limit: 3,
      waitMs: 0,
    });
    assert.deepEqual(rest, { items: sent.slice(2), next: null });
  });

  it('waits for a first message and no longer', async () => {
    const waiting = inbox(bob, { ...NOW, waitMs: 20_000 });
    const sent = await note();
    assert.deepEqual(await waiting, [sent]);
  });

  it('does not wake up for what is not for the reader', async () => {
    let done = false;
    const waiting = inbox(bob, { ...NOW, waitMs: 20_000 }).finally(() => {
      done = true;
    });
    await note({ toUser: 'carol' });
    await note({}, bob);
    await house.calls.accept(bob, callId);
    assert.equal(done, false);
    const sent = await note({ toUser: 'bob' });
    assert.deepEqual(await waiting, [sent]);
  });

  it('has nothing more for who is out of the call, even if he waits for it', async () => {
    await house.calls.accept(bob, callId);
    const waiting = inbox(carol, { ...NOW, waitMs: 30_000 });
    await house.calls.decline(carol, callId);
    const sent = await note();
    assert.deepEqual(await inbox(bob), [sent]);
    assert.deepEqual(await inbox(carol), []);
    assert.deepEqual(await waiting, []);
  });

  it('gives up after its time', async () => {
    const waiting = inbox(bob, { ...NOW, waitMs: 20_000 });
    await inbox(bob);
    house.clock.advance(20_000);
    assert.deepEqual(await waiting, []);
  });

  it('answers when the call ends', async () => {
    const waiting = inbox(bob, { ...NOW, waitMs: 20_000 });
    await house.calls.end(alice, callId);
    assert.deepEqual(await waiting, []);
    assert.deepEqual(await inbox(bob, { ...NOW, waitMs: 20_000 }), []);
  });

  it('ends with the client who goes away, and leaves no timer behind', async () => {
    const pending = house.clock.pending;
    const client = new AbortController();
    const waiting = house.signaling.read(bob, callId, {
      ...NOW,
      waitMs: 20_000,
      signal: client.signal,
    });
    await inbox(bob);
    assert.equal(house.clock.pending, pending + 1);
    client.abort();
    assert.deepEqual((await waiting).items, []);
    assert.equal(house.clock.pending, pending);
  });

  it('answers everybody when the server stops', async () => {
    const waiting = [
      inbox(bob, { ...NOW, waitMs: 20_000 }),
      inbox(carol, { ...NOW, waitMs: 20_000 }),
    ];
    await inbox(bob);
    house.signaling.stop();
    assert.deepEqual(await Promise.all(waiting), [[], []]);
  });
});
