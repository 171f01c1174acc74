import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { enMeeting } from '../../i18n/en-meeting.ts';
import { newsBetween, type Situation } from './news.ts';

const quiet: Situation = {
  people: new Map([['a', 'Ann']]),
  waiting: new Map(),
  hands: new Map(),
  screens: new Map(),
  moderator: false,
  silenced: { audio: false, video: false, screen: false },
  locked: false,
};

const after = (change: Partial<Situation>, before = quiet): readonly string[] =>
  newsBetween(before, { ...quiet, ...change }, enMeeting);

describe('the news of a meeting', () => {
  it('are none while nothing changes', () => {
    assert.deepEqual(after({}), []);
  });

  it('name who comes, goes and knocks, the knock first', () => {
    const change = { people: new Map([['b', 'Ben']]), waiting: new Map([['c', 'Cleo']]) };
    assert.deepEqual(after(change), [
      'Cleo is waiting to be let in',
      'Ben has joined',
      'Ann has left',
    ]);
  });

  it('tell a crowd as a number', () => {
    const people = new Map([...'bcde'].map((id) => [id, id]));
    assert.deepEqual(after({ people: new Map([...quiet.people, ...people]) }), [
      '4 people have joined',
    ]);
  });

  it('tell of hands and screens once, and not of a lowered hand', () => {
    const raised = { ...quiet, hands: new Map([['a', 'Ann']]), screens: new Map([['a', 'Ann']]) };
    assert.deepEqual(newsBetween(quiet, raised, enMeeting), [
      'Ann has raised a hand',
      'Ann shares the screen',
    ]);
    assert.deepEqual(newsBetween(raised, raised, enMeeting), []);
    assert.deepEqual(after({}, raised), []);
  });

  it('tell a person what a moderator has done to them', () => {
    const silenced = { audio: true, video: true, screen: true };
    assert.deepEqual(after({ silenced, moderator: true, locked: true }), [
      enMeeting.news.muted,
      enMeeting.news.cameraStopped,
      enMeeting.news.screenStopped,
      enMeeting.news.moderator,
      enMeeting.news.locked,
    ]);
  });
});
