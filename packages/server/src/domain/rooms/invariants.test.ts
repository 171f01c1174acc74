import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RoomCommand } from './command.ts';
import { createRoom, DEFAULT_SETTINGS } from './create-room.ts';
import { hears, viewAfter, viewOf } from './hearing.ts';
import type { Changed } from './outcome.ts';
import type { Participant, RoomState } from './room.ts';
import { roomChangeOf, toNewEvents } from './room-event.ts';
import { isKicked, isVisibleTo, mayModerate } from './standing.ts';
import { transition } from './transitions.ts';

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'eve'] as const;
const STARTED = 1_000_000;

const memberId = fc.constantFrom(...PEOPLE);
/** Mostly the creator, who may do most. */
const actorId = fc.constantFrom('alice', 'alice', 'alice', 'alice', ...PEOPLE);
const by = fc.record({ memberId: actorId, admin: fc.constant(false) });
const administrator = fc.constant({ memberId: 'root', admin: true });
const anybody = fc.oneof({ weight: 9, arbitrary: by }, { weight: 1, arbitrary: administrator });
/** Of people by their name, of what else they bring by the number of the step that brought it. */
const participantId = fc.oneof(
  { weight: 3, arbitrary: memberId.map((name) => `part_${name}`) },
  { weight: 1, arbitrary: fc.nat(15).map((number) => `part_${number}`) },
);
const kind = fc.constantFrom('webrtc', 'webrtc', 'webrtc', 'whip' as const);
const about = { by: anybody, participantId };

const settings = fc.record(
  {
    moderatorControls: fc.boolean(),
    waitingRoom: fc.boolean(),
    participantsMayUnmute: fc.boolean(),
    timeLimitMinutes: fc.option(fc.integer({ min: 1, max: 5 })),
  },
  { requiredKeys: [] },
);

const joining = fc
  .record({
    by: fc.record({ memberId, admin: fc.constant(false) }),
    kind,
    provenHash: fc.constantFrom(null, 'hash', 'old'),
  })
  .map(({ by: comer, kind: how, provenHash }): RoomCommand => {
    const { memberId: displayName } = comer;
    const id = `part_${displayName}`;
    return { type: 'join', by: comer, kind: how, participantId: id, displayName, provenHash };
  });

const command: fc.Arbitrary<RoomCommand> = fc.oneof(
  { weight: 4, arbitrary: joining },
  fc.record({ type: fc.constant('leave'), by: anybody, participantId: fc.option(participantId) }),
  fc.record({
    type: fc.constant('raise_hand'),
    by: anybody,
    raised: fc.boolean(),
    participantId: fc.option(participantId),
  }),
  fc.record({
    type: fc.constantFrom('admit', 'deny'),
    by: anybody,
    participantId: fc.option(participantId),
  }),
  fc.record({ type: fc.constantFrom('kick', 'send_back'), ...about }),
  fc.record({
    type: fc.constant('set_role'),
    role: fc.constantFrom('moderator', 'participant'),
    ...about,
  }),
  fc.record({
    type: fc.constant('mute'),
    media: fc.record({ audio: fc.boolean(), video: fc.boolean() }),
    ...about,
  }),
  fc.record({ type: fc.constant('lock'), by: anybody, locked: fc.boolean() }),
  fc.record({ type: fc.constant('invite'), by: anybody, invitees: invitees() }),
  fc.record({
    type: fc.constant('update'),
    by: anybody,
    change: fc.record(
      {
        maxParticipants: fc.integer({ min: 1, max: 4 }),
        passwordHash: fc.constantFrom(null, 'hash'),
        settings,
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ type: fc.constant('lost'), participantId }),
  { weight: 3, arbitrary: dialling() },
  fc.record({ type: fc.constant('cancel_dial_out'), ...about }),
  { weight: 2, arbitrary: ofPhones() },
  // Seldom the end of everything.
  fc.record({
    type: fc.constant('close'),
    reason: fc.constantFrom('time_limit', 'time_limit', 'time_limit', 'idle'),
  }),
);

function dialling(): fc.Arbitrary<RoomCommand> {
  const whose = fc.option(memberId);
  return fc.record({ by: anybody, userId: whose }).map(({ by: caller, userId }) => ({
    ...{ type: 'dial_out', by: caller, participantId: 'part_new', userId, timeoutMs: 45_000 },
    ...{ address: userId === null ? 'tel:+33123' : null, displayName: userId ?? '+33123' },
  }));
}

function ofPhones(): fc.Arbitrary<RoomCommand> {
  return fc.oneof(
    fc.record({
      type: fc.constantFrom('phone_answered', 'phone_hung_up'),
      participantId,
    }),
    fc.record({
      type: fc.constant('phone_failed'),
      participantId,
      reason: fc.constantFrom('busy', 'unreachable'),
    }),
    fc.record({ type: fc.constant('phone_muted'), participantId, muted: fc.boolean() }),
    fc.record({ type: fc.constant('phone_hand'), participantId, raised: fc.boolean() }),
    fc.constant({ type: 'rings_over' }),
  );
}

function invitees() {
  return fc
    .uniqueArray(memberId, { minLength: 1, maxLength: 2 })
    .map((ids) =>
      ids.map((userId) => ({ participantId: `part_${userId}`, userId, displayName: userId })),
    );
}

function joinAs(name: string): RoomCommand {
  return {
    ...{ type: 'join', by: { memberId: name, admin: false }, kind: 'webrtc' },
    ...{ participantId: `part_${name}`, displayName: name, provenHash: null },
  };
}

/** What is no person's own seat is new every time. */
function named(given: RoomCommand, number: number): RoomCommand {
  const isFurther = given.type === 'dial_out' || (given.type === 'join' && given.kind !== 'webrtc');
  if (!isFurther) return given;
  return { ...given, participantId: `part_${number}` };
}

const step = fc.record({ command, afterMs: fc.nat(90_000) });

const byAlice = { memberId: 'alice', admin: false };
/** What was once found by chance: somebody who is kicked is made a moderator by the place of their telephone. */
const found = (
  [
    {
      ...{ type: 'dial_out', by: byAlice, participantId: 'part_new', userId: 'bob', address: null },
      ...{ timeoutMs: 45_000, displayName: 'bob' },
    },
    { type: 'phone_hung_up', participantId: 'part_0' },
    { type: 'kick', by: byAlice, participantId: 'part_bob' },
    { type: 'set_role', role: 'moderator', by: byAlice, participantId: 'part_0' },
  ] satisfies RoomCommand[]
).map((given) => ({ command: given, afterMs: 0 }));

function holdsTogether({ room, participants }: RoomState): void {
  const people = [...participants.values()];
  const of = (status: Participant['status']) => people.filter((one) => one.status === status);
  assert.equal(room.participantCount, of('joined').length);
  assert.equal(room.waitingCount, of('waiting').length);
  assert.equal(room.emptySinceMs === null, room.participantCount > 0);
  assert.ok(room.participantCount === 0 || room.startedAtMs !== null);
  const own = people.filter((one) => one.kind === 'webrtc').map((one) => one.userId);
  assert.equal(new Set(own).size, own.length, 'somebody has two seats');
  for (const one of people) {
    assert.ok(one.handRaisedAtMs === null || one.status === 'joined', 'a hand without a seat');
    assert.ok(one.status !== 'kicked' || one.role === 'participant', 'a moderator is out');
    assert.ok(one.userId !== 'alice' || one.status !== 'kicked', 'the creator is out');
    const others = people.filter(({ userId }) => userId === one.userId);
    const isIn = ({ status }: Participant) => /joined|waiting|ringing/.test(status);
    const isPerson = one.userId !== null;
    assert.ok(!isPerson || one.status !== 'kicked' || !others.some(isIn), 'kicked, and there');
    assert.equal(one.ringing !== null, one.status === 'ringing');
    const rung = others.filter(({ status }) => status === 'ringing');
    assert.ok(!isPerson || rung.length <= 1, 'rung twice at once');
  }
  if (room.status === 'ended') {
    assert.equal(room.participantCount + room.waitingCount + of('ringing').length, 0);
    assert.notEqual(room.endReason, null);
  }
}

/** Nobody is seated beyond the limit, and nobody gets past the door by himself. */
function seatsWereGiven(before: RoomState, { state, events }: Changed, given: RoomCommand): void {
  const seated = events.filter(({ type }) => type === 'room.participant_joined');
  const rung = events.some(({ type }) => type === 'room.participant_ringing');
  if (seated.length === 0 && !rung) return;
  // A seat that was kept is taken even where there are fewer by now.
  if (given.type === 'phone_answered') return;
  const kept = [...state.participants.values()].filter(({ status }) => status === 'ringing');
  const { participantCount, maxParticipants } = state.room;
  assert.ok(participantCount + kept.length <= maxParticipants, 'overfilled');
  for (const { participant } of seated) {
    const known = before.participants.get(participant?.id ?? '');
    assert.notEqual(known?.status, 'kicked');
    assert.equal(participant?.seating, (known?.seating ?? 0) + 1);
    if (given.type === 'admit') continue;
    const { locked, settings: rules } = before.room;
    const inside =
      participant?.role === 'moderator' ||
      [...before.participants.values()].some(
        (one) => one.userId === participant?.userId && one.status === 'joined',
      );
    assert.ok(inside || (!locked && !rules.waitingRoom && known?.mustWait !== true));
  }
}

/** What a connection concludes from events is what the room says. */
function viewsAgree(before: RoomState, { state, events }: Changed): void {
  const recorded = toNewEvents(state.room, events).map((event, index) => ({
    ...{ ...event, id: 'evt', org: 'default', position: index, seq: index },
    ...{ actor: 'x', source: 'http', atMs: 0, personal: {} },
  }));
  for (const name of PEOPLE) {
    const actor = { memberId: name, admin: false };
    let view = viewOf(before, actor);
    for (const event of recorded) {
      const news = roomChangeOf(event);
      if (news !== undefined) view = viewAfter(view, news);
      if (!isVisibleTo(state, name) && !isVisibleTo(before, name)) {
        assert.ok(!hears(view, event) || JSON.stringify(event.data).includes(name));
      }
    }
    assert.ok(view.knows || !isVisibleTo(state, name), name);
    assert.ok(!view.knows || name === 'alice' || !isKicked(state, name), name);
    assert.equal(view.seated, state.participants.get(`part_${name}`)?.status === 'joined', name);
    assert.equal(view.moderates, mayModerate(state, actor), name);
  }
}

describe('whatever is done to a room', () => {
  it('it stays one that can be, its seats are counted, and everybody sees what is theirs', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        let { state } = createRoom(
          {
            ...{ id: 'room_1', org: 'default', name: 'Salle', createdBy: 'alice' },
            ...{ maxParticipants: 3, settings: DEFAULT_SETTINGS, passwordHash: null },
            ...{ dialInPin: null, metadata: {} },
          },
          STARTED,
        );
        let nowMs = STARTED;
        for (const name of ['alice', 'bob']) {
          const outcome = transition(state, joinAs(name), nowMs);
          assert.ok(outcome.ok);
          state = outcome.state;
        }
        for (const [number, next] of steps.entries()) {
          nowMs += next.afterMs;
          const given = named(next.command, number);
          const outcome = transition(state, given, nowMs);
          if (!outcome.ok) continue;
          assert.ok(state.room.status !== 'ended' || outcome.state === state, 'has changed since');
          if (outcome.events.length > 0) {
            seatsWereGiven(state, outcome, given);
            viewsAgree(state, outcome);
          }
          state = outcome.state;
          holdsTogether(state);
        }
      }),
      { numRuns: 3000, examples: [[found]] },
    );
  });
});
