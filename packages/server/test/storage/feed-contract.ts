import assert from 'node:assert/strict';
import type { EventFeed, RecordedEvent } from '../../src/kernel/index.ts';
import type { Contract, TestDatabase } from './contract.ts';
import { commit, event } from './samples.ts';

/** What the feed delivers; `count` resolves once so many have come. */
function listen(feed: EventFeed) {
  const events: RecordedEvent[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  feed.subscribe((recorded) => {
    events.push(recorded);
    for (const { count, resolve } of waiting) if (events.length >= count) resolve();
  });
  return {
    positions: () => events.map(({ position }) => position),
    events,
    count: (count: number) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (events.length >= count) resolve();
      else waiting.push({ count, resolve });
      return promise;
    },
  };
}

/** Long enough for every poll of a feed to come due. */
function poll({ clock }: TestDatabase): void {
  clock.advance(2_000);
}

export const feedContract: Contract = {
  'delivers what was committed, as it was answered': async (database) => {
    const storage = await database.open();
    const heard = listen(storage.feed);
    const first = await commit(storage, { events: [event('a'), event('b')] });
    const second = await commit(storage, { events: [event('a')] });
    await heard.count(3);
    assert.deepEqual(heard.events, [...first, ...second]);
  },

  'delivers what another server commits, once and in the order of commit': async (database) => {
    const ours = await database.open();
    const theirs = await database.open();
    const heard = listen(ours.feed);
    const heardThere = listen(theirs.feed);
    await commit(theirs, { events: [event('a'), event('a')] });
    await commit(ours, { events: [event('a')] });
    await commit(theirs, { events: [event('b')] });
    poll(database);
    await Promise.all([heard.count(4), heardThere.count(4)]);
    await commit(ours, { events: [event('b')] });
    poll(database);
    await Promise.all([heard.count(5), heardThere.count(5)]);
    assert.deepEqual(heard.positions(), [1, 2, 3, 4, 5]);
    assert.deepEqual(heardThere.positions(), [1, 2, 3, 4, 5]);
    assert.deepEqual(heard.events, await ours.eventLog.readAll({ after: 0, limit: 10 }));
  },

  'starts after what was there before it': async (database) => {
    const first = await database.open();
    await commit(first, { events: [event('a'), event('a')] });
    await first.close();
    const second = await database.open();
    const heard = listen(second.feed);
    await commit(second, { events: [event('a')] });
    await heard.count(1);
    assert.deepEqual(heard.positions(), [3]);
  },

  'goes on, and says so, when a listener throws': async (database) => {
    const storage = await database.open();
    storage.feed.subscribe(() => {
      throw new Error('the listener is broken');
    });
    const heard = listen(storage.feed);
    await commit(storage, { events: [event('a')] });
    await commit(storage, { events: [event('a')] });
    await heard.count(2);
    const errors = database.logLines.filter(({ level }) => level === 'error');
    assert.equal(errors.length, 2);
    assert.equal(errors[0]?.message, 'a listener of the event feed failed');
  },

  'tells nothing to a listener that has left': async (database) => {
    const storage = await database.open();
    const left: RecordedEvent[] = [];
    const leave = storage.feed.subscribe((recorded) => left.push(recorded));
    const heard = listen(storage.feed);
    await commit(storage, { events: [event('a')] });
    await heard.count(1);
    leave();
    await commit(storage, { events: [event('a')] });
    await heard.count(2);
    assert.equal(left.length, 1);
  },
};
