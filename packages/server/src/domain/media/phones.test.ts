import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleEngine } from '../../../test/idle-engine.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { Conferences } from './conferences.ts';
import { Phones } from './phones.ts';
import type { MediaEngine, PhoneEngine, PhonePlace } from './ports.ts';

test('a phone whose conference ends while its line opens leaves no port behind', async () => {
  const opened = Promise.withResolvers<PhonePlace>();
  const did: string[] = [];
  const close = () => void did.push('close');
  const engine: MediaEngine & PhoneEngine = {
    ...idleEngine({ close }),
    connectPhone: () => Promise.reject(new Error('not asked for')),
    ...{ onPhone: () => () => {}, dialPhone: () => {}, playPhone: () => Promise.resolve() },
    openPhone: async () => {
      const place = await opened.promise;
      did.push('open');
      return place;
    },
  };
  const conferences = new Conferences({
    ...{ engine, clock: new ManualClock(), logger: recordingLogger([]) },
  });
  const phones = new Phones({ engine, routing: engine, conferences });
  const seat = { org: 'default', conferenceId: 'call_1', participantId: 'alice' };
  const events = {
    digit: () => {},
    heard: () => {},
    played: () => {},
    lost: () => void did.push('lost'),
  };
  const opening = phones.open(seat, events, false);
  conferences.endAll(conferences.open('default', 'call_1'), 'call_ended');
  opened.resolve({ address: '127.0.0.1', port: 40_000, dtls: null });
  const line = await opening;
  line.close();
  assert.deepEqual(did, ['close', 'lost', 'open', 'close']);
});
