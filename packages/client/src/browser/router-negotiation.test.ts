import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { SgeError } from '../core/sge-error.ts';
import { RouterNegotiation } from './router-negotiation.ts';

/** The signaling states of an RTCPeerConnection (WebRTC 1.0 §4.3.1), and nothing else of it. */
class SignalingOnly {
  signalingState: RTCSignalingState = 'stable';
  localDescription: RTCSessionDescription | null = null;
  #made = 0;

  setLocalDescription(init?: RTCLocalSessionDescriptionInit): Promise<void> {
    if (init?.type === 'rollback') {
      if (this.signalingState !== 'have-local-offer') throw new Error('nothing to roll back');
      this.signalingState = 'stable';
      return Promise.resolve();
    }
    this.#made += 1;
    const answers = this.signalingState === 'have-remote-offer';
    this.signalingState = answers ? 'stable' : 'have-local-offer';
    const described = { type: answers ? 'answer' : 'offer', sdp: `local ${this.#made}` } as const;
    this.localDescription = { ...described, toJSON: () => described };
    return Promise.resolve();
  }

  setRemoteDescription({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    if (sdp === 'unreadable') return Promise.reject(new Error('unreadable'));
    if (type === 'answer' && this.signalingState !== 'have-local-offer') {
      return Promise.reject(new Error('an answer to nothing'));
    }
    // An offer rolls back ours.
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
    return Promise.resolve();
  }
}

const names = { session_id: 'part_1', transport_id: 't' } as const;
const stale = new SgeError({ code: 'media_stale', status: 409, title: 'stale', detail: '' });

function started(t: TestContext) {
  const pc = new SignalingOnly();
  const said: string[] = [];
  const failures: unknown[] = [];
  const refusals: Error[] = [];
  const negotiation = new RouterNegotiation({
    pc,
    sendOffer: (revision) => {
      said.push(`offer ${revision}`);
      const refusal = refusals.shift();
      return refusal === undefined ? Promise.resolve() : Promise.reject(refusal);
    },
    sendAnswer: (revision) => {
      said.push(`answer ${revision}`);
      return Promise.resolve();
    },
    received: (tracks) => said.push(`received ${tracks.length}`),
    refused: () => said.push('refused'),
    failed: (cause) => failures.push(cause),
  });
  t.after(() => negotiation.close());
  const answer = (revision: number, sdp = 'remote') =>
    negotiation.hear({ type: 'MediaAnswer', ...names, revision, sdp });
  const offer = (revision: number, sdp = 'remote') =>
    negotiation.hear({ type: 'MediaOffer', ...names, revision, sdp, tracks: [] });
  return { pc, said, failures, refusals, negotiation, answer, offer };
}

/** All steps that are due. */
async function worked(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('an offer is numbered, answered, and the next one numbered higher', async (t) => {
  const { pc, said, negotiation, answer } = started(t);
  negotiation.offer();
  await worked();
  answer(1);
  negotiation.offer();
  await worked();
  answer(2);
  await worked();
  assert.deepEqual(said, ['offer 1', 'offer 2']);
  assert.equal(pc.signalingState, 'stable');
});

test('what changes while an offer is under way goes into one offer after it', async (t) => {
  const { said, negotiation, answer } = started(t);
  negotiation.offer();
  await worked();
  negotiation.offer();
  negotiation.offer();
  await worked();
  assert.deepEqual(said, ['offer 1']);
  answer(1);
  await worked();
  assert.deepEqual(said, ['offer 1', 'offer 2']);
});

test('an offer that crosses the server’s is taken back, and made again after the answer', async (t) => {
  const { said, failures, refusals, negotiation, offer } = started(t);
  refusals.push(stale);
  negotiation.offer();
  offer(1);
  await worked();
  assert.deepEqual(said, ['offer 1', 'received 0', 'answer 1', 'offer 2']);
  assert.deepEqual(failures, []);
});

test('a refusal that overtakes the server’s offer is borne, too', async (t) => {
  const { pc, said, failures, refusals, negotiation, offer } = started(t);
  refusals.push(stale);
  negotiation.offer();
  await worked();
  assert.equal(pc.signalingState, 'stable');
  offer(1);
  await worked();
  assert.deepEqual(said, ['offer 1', 'received 0', 'answer 1', 'offer 2']);
  assert.deepEqual(failures, []);
});

test('an answer to an offer that was taken back is passed over', async (t) => {
  const { said, failures, negotiation, answer, offer } = started(t);
  negotiation.offer();
  await worked();
  offer(1);
  answer(1);
  await worked();
  answer(2);
  await worked();
  assert.deepEqual(said, ['offer 1', 'received 0', 'answer 1', 'offer 2']);
  assert.deepEqual(failures, []);
});

test('an offer that the server repeats is answered again', async (t) => {
  const { said, offer } = started(t);
  offer(1);
  offer(1);
  await worked();
  assert.deepEqual(said, ['received 0', 'answer 1', 'received 0', 'answer 1']);
});

test('what cannot be understood, or is refused for good, ends the connection', async (t) => {
  const one = started(t);
  one.offer(1, 'unreadable');
  await worked();
  assert.equal(one.failures.length, 1);
  const other = started(t);
  const refusal = new SgeError({ code: 'media_full', status: 503, title: 'full', detail: '' });
  other.refusals.push(refusal);
  other.negotiation.offer();
  await worked();
  assert.deepEqual(other.failures, [refusal]);
});

test('a screen that may not be shared is refused, and the offer made again without it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { said, failures, refusals, negotiation } = started(t);
  const code = 'screen_share_refused';
  refusals.push(new SgeError({ code, status: 403, title: 'refused', detail: '' }));
  negotiation.offer();
  await worked();
  t.mock.timers.tick(2000);
  await worked();
  assert.deepEqual(said, ['offer 1', 'refused', 'offer 2']);
  assert.deepEqual(failures, []);
});

test('a server that calls every offer stale is not asked for ever', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { said, failures, refusals, negotiation } = started(t);
  refusals.push(stale, stale, stale, stale, stale);
  negotiation.offer();
  for (let i = 0; i < 6; i += 1) {
    await worked();
    t.mock.timers.tick(2000);
  }
  await worked();
  assert.deepEqual(said, ['offer 1', 'offer 2', 'offer 3', 'offer 4']);
  assert.deepEqual(failures, [stale]);
});
