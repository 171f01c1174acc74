import assert from 'node:assert/strict';
import test from 'node:test';
import type { SendSignal, Signal } from '@sky-genesis/protocol';
import { NetworkError, SgeError } from './sge-error.ts';
import { SignalOutbox, type SignalRoutes } from './signal-outbox.ts';

const say = (name: string): SendSignal => ({ message_type: 'mute', payload: { name } });
const nameOf = (message: SendSignal) => String(message.payload?.name);
const stored = (message: SendSignal): Signal => ({
  seq: 1,
  id: 'sig_1',
  call_id: `call_${'0'.repeat(26)}`,
  from_user: 'a',
  to_user: null,
  message_type: message.message_type,
  payload: null,
  created_at: '2026-01-31T09:30:00.000Z',
});
const lost = () => Promise.reject(new NetworkError('lost'));
const refused = () =>
  Promise.reject(new SgeError({ code: 'call_ended', status: 409, title: '', detail: '' }));

function routes(overrides: Partial<SignalRoutes>): SignalRoutes {
  return {
    push: lost,
    post: lost,
    online: () => Promise.resolve(false),
    ...overrides,
  };
}

test('messages go out at once, in order, without waiting for one another', () => {
  const sent: string[] = [];
  const outbox = new SignalOutbox(
    routes({
      push: (message) => {
        sent.push(nameOf(message));
        return new Promise(() => {});
      },
    }),
  );
  for (const name of ['a', 'b', 'c']) void outbox.send(say(name));
  assert.deepEqual(sent, ['a', 'b', 'c']);
  outbox.close();
});

test('what was not acknowledged goes out again in its order once the connection is back', async () => {
  const sent: string[] = [];
  let connected = false;
  const back = Promise.withResolvers<boolean>();
  const outbox = new SignalOutbox(
    routes({
      push: (message) => {
        if (!connected) return lost();
        sent.push(nameOf(message));
        return Promise.resolve();
      },
      online: () => back.promise,
    }),
  );
  const all = Promise.all([outbox.send(say('a')), outbox.send(say('b'))]);
  // Said while the loss is being mended: it must not overtake the others.
  const late = outbox.send(say('c'));
  connected = true;
  back.resolve(true);
  await Promise.all([all, late]);
  assert.deepEqual(sent, ['a', 'b', 'c']);
});

test('REST carries the messages one by one where the WebSocket stays away', async () => {
  const posted: string[] = [];
  const outbox = new SignalOutbox(
    routes({
      post: (message) => {
        posted.push(nameOf(message));
        return Promise.resolve(stored(message));
      },
    }),
  );
  await Promise.all([outbox.send(say('a')), outbox.send(say('b'))]);
  assert.deepEqual(posted, ['a', 'b']);
});

test('a message that is refused for good is not sent again', async () => {
  let attempts = 0;
  const push = () => {
    attempts += 1;
    return refused();
  };
  await new SignalOutbox(routes({ push })).send(say('a'));
  assert.equal(attempts, 1);
});

test('closing settles whatever is still waiting', async () => {
  const outbox = new SignalOutbox(routes({ online: () => new Promise(() => {}) }));
  const waiting = outbox.send(say('a'));
  outbox.close();
  await waiting;
  await outbox.send(say('b'));
});
