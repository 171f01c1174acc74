import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Conference } from './conference.ts';
import { isBlocked, type Seat, UNSILENCED } from './seat.ts';
import type { MediaSource, Track } from './track.ts';

function seat(participantId: string, changes: Partial<Seat> = {}): Seat {
  const where = { org: 'default', conferenceId: 'room_1' };
  return { ...where, participantId, silenced: UNSILENCED, mayShareScreen: true, ...changes };
}

function track(participantId: string, source: MediaSource, producer = ''): Track {
  const id = `${participantId}.${source}`;
  return { id, participantId, source, mid: source, producer: producer || `p-${id}`, muted: false };
}

function conference(...people: readonly (readonly [string, ...MediaSource[]])[]): Conference {
  const made = new Conference('default', 'room_1');
  for (const [id, ...sources] of people) {
    made.seat(seat(id));
    made.publish(
      id,
      sources.map((source) => track(id, source)),
    );
  }
  return made;
}

const idsOf = (tracks: readonly Track[]) => tracks.map(({ id }) => id);

describe('a conference', () => {
  it('lets everybody receive everything of the others', () => {
    const made = conference(['anna', 'camera', 'microphone'], ['ben', 'microphone'], ['cleo']);
    assert.deepEqual(idsOf(made.receivedBy('anna')), ['ben.microphone']);
    assert.deepEqual(idsOf(made.receivedBy('cleo')), [
      ...['anna.camera', 'anna.microphone', 'ben.microphone'],
    ]);
  });

  it('lets cameras wait where a connection cannot take everything', () => {
    const people = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const made = conference(...people.map((id) => [id, 'camera', 'microphone'] as const));
    made.publish('user7', [track('user7', 'screen'), track('user7', 'microphone')]);
    const received = made.receivedBy('user0');
    const count = (source: MediaSource) => received.filter((one) => one.source === source).length;
    assert.deepEqual([count('screen'), count('microphone'), count('camera')], [1, 99, 40]);
  });

  it('finds the carrier of a producer until it is replaced', () => {
    const made = conference(['anna', 'camera']);
    assert.equal(made.byProducer('p-anna.camera')?.id, 'anna.camera');
    made.publish('anna', [track('anna', 'camera', 'p-2')]);
    assert.equal(made.byProducer('p-anna.camera'), undefined);
    assert.equal(made.byProducer('p-2')?.id, 'anna.camera');
    made.remove('anna');
    assert.equal(made.byProducer('p-2'), undefined);
    assert.deepEqual(made.all(), []);
  });

  it('tells when a seat changes what is blocked, and shows it', () => {
    const made = conference(['anna', 'camera', 'microphone']);
    assert.equal(made.seat(seat('anna')), false);
    const muted = seat('anna', { silenced: { ...UNSILENCED, audio: true } });
    assert.equal(made.seat(muted), true);
    assert.deepEqual(
      made.tracksOf('anna').map(({ source, blocked }) => [source, blocked]),
      [
        ['camera', false],
        ['microphone', true],
      ],
    );
  });

  it('shows a viewer with one answer the first picture, or of whom it names', () => {
    const made = conference(['ben', 'microphone'], ['anna', 'camera', 'microphone'], ['cleo']);
    assert.deepEqual(idsOf(made.watchedBy('viewer', undefined)), [
      'anna.microphone',
      'anna.camera',
    ]);
    assert.deepEqual(idsOf(made.watchedBy('viewer', 'ben')), ['ben.microphone']);
    assert.deepEqual(made.watchedBy('viewer', 'nobody'), []);
    assert.deepEqual(new Conference('default', 'room_2').watchedBy('viewer', undefined), []);
  });
});

describe('what is blocked', () => {
  it('is all sound, whatever its sender calls it, for who is silenced', () => {
    const silenced = seat('anna', { silenced: { ...UNSILENCED, audio: true } });
    assert.ok(isBlocked(silenced, 'microphone') && isBlocked(silenced, 'screen_audio'));
    assert.ok(!isBlocked(silenced, 'camera') && !isBlocked(silenced, 'screen'));
  });

  it('is the screen with its sound for who may not share it', () => {
    const refused = seat('anna', { mayShareScreen: false });
    assert.ok(isBlocked(refused, 'screen') && isBlocked(refused, 'screen_audio'));
    assert.ok(!isBlocked(refused, 'camera') && !isBlocked(refused, 'microphone'));
  });
});
