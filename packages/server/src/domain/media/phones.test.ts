import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleEngine } from '../../../test/idle-engine.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type LogLine, recordingLogger } from '../../../test/recording-logger.ts';
import type { AgreedAudio } from '../telephony/index.ts';
import { Conferences } from './conferences.ts';
import { Phones } from './phones.ts';
import type { MediaEngine, PhoneEngine, PhonePlace } from './ports.ts';

const seat = { org: 'default', conferenceId: 'call_1', participantId: 'alice' };
const place: PhonePlace = { address: '127.0.0.1', port: 40_000, dtls: null };
const silent = { digit: () => {}, heard: () => {}, played: () => {}, lost: () => {} };

function phonesOn(does: Partial<MediaEngine & PhoneEngine>) {
  const engine: MediaEngine & PhoneEngine = {
    ...idleEngine({}),
    connectPhone: () => Promise.reject(new Error('not asked for')),
    openPhone: () => Promise.resolve(place),
    ...{ onPhone: () => () => {}, dialPhone: () => {}, playPhone: () => Promise.resolve() },
    ...does,
  };
  const lines: LogLine[] = [];
  const logger = recordingLogger(lines);
  const conferences = new Conferences({ engine, clock: new ManualClock(), logger });
  const phones = new Phones({ engine, routing: engine, conferences, logger });
  return { phones, conferences, lines };
}

test('a phone whose conference ends while its line opens leaves no port behind', async () => {
  const opened = Promise.withResolvers<PhonePlace>();
  const did: string[] = [];
  const close = () => void did.push('close');
  const { phones, conferences } = phonesOn({
    close,
    openPhone: async () => {
      const given = await opened.promise;
      did.push('open');
      return given;
    },
  });
  const opening = phones.open(seat, { ...silent, lost: () => void did.push('lost') }, false);
  conferences.endAll(conferences.open('default', 'call_1'), 'call_ended');
  opened.resolve(place);
  const line = await opening;
  line.close();
  assert.deepEqual(did, ['close', 'lost', 'open', 'close']);
});

test('that a phone could not be given what there is to hear is in the log, unless it has gone', async () => {
  const asked = Promise.withResolvers<never>();
  const { phones, conferences, lines } = phonesOn({ receive: () => asked.promise });
  const staying = await phones.open(seat, silent, false);
  const leaving = await phones.open({ ...seat, participantId: 'bob' }, silent, false);
  for (const member of conferences.open('default', 'call_1').members.values()) member.refresh();
  leaving.close();
  asked.reject(new Error('the worker has no room for it'));
  await assert.rejects(asked.promise);
  await Promise.resolve();
  const warned = lines.filter(({ level }) => level === 'warn');
  assert.deepEqual(
    warned.map(({ fields }) => [fields.participant_id, String(fields.error)]),
    [['alice', 'Error: the worker has no room for it']],
  );
  staying.close();
});

test('a phone whose seat a moderator has silenced before it came is not heard by the others', async () => {
  const blocked: boolean[] = [];
  const { phones } = phonesOn({
    connectPhone: () => Promise.resolve({ producer: 'sound' }),
    block: (_room, _endpoint, _producer, isBlocked) => void blocked.push(isBlocked),
  });
  const agreed: AgreedAudio = {
    remote: { address: '192.0.2.1', port: 4000, rtcpPort: 4001 },
    ...{ rtcpMux: false, codec: 'opus', payloadType: 96, telephoneEvent: null, ptimeMs: 20 },
    ...{ sends: true, receives: true, srtp: null, dtls: null, latch: 'port' },
  };
  const [silenced, other] = [
    { ...seat, silenced: true },
    { ...seat, participantId: 'bob' },
  ];
  for (const one of [silenced, other]) {
    const line = await phones.open(one, silent, false);
    await line.connect(agreed);
  }
  assert.deepEqual(blocked, [true, false]);
});
