import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type LogLine, recordingLogger } from '../../../../test/recording-logger.ts';
import type { RecordedEvent } from '../../../kernel/index.ts';
import { LogFeed } from './log-feed.ts';

function recorded(position: number): RecordedEvent {
  return {
    ...{ id: `evt_${position}`, org: 'default', position, stream: 'a', seq: position, type: 't' },
    ...{ data: {}, personal: {}, actor: 'system', source: 'system', atMs: 0 },
  };
}

/** A log that another process may have written to; `hold` keeps the next read from answering. */
function logOf(events: RecordedEvent[]) {
  let gate: Promise<void> = Promise.resolve();
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    async readAll({ after, limit }: { readonly after: number; readonly limit: number }) {
      reads += 1;
      await gate;
      return events.filter(({ position }) => position > after).slice(0, limit);
    },
  };
}

function listening(feed: LogFeed): number[] {
  const positions: number[] = [];
  feed.subscribe(({ position }) => positions.push(position));
  return positions;
}

it('delivers a commit that follows the last one at once, without reading', () => {
  const log = logOf([]);
  const feed = new LogFeed(log, recordingLogger(), 4);
  const heard = listening(feed);
  feed.committed([recorded(5), recorded(6)]);
  feed.committed([recorded(7)]);
  feed.committed([]);
  assert.deepEqual(heard, [5, 6, 7]);
  assert.equal(log.reads, 0);
});

it('reads the log first when something is missing before a commit', async () => {
  const feed = new LogFeed(logOf([1, 2, 3].map(recorded)), recordingLogger(), 0);
  const heard = listening(feed);
  feed.committed([recorded(3)]);
  await feed.catchUp();
  assert.deepEqual(heard, [1, 2, 3]);
});

it('delivers once what comes by the log and by the commit, whichever is first', async () => {
  const events = [recorded(1)];
  const log = logOf(events);
  const feed = new LogFeed(log, recordingLogger(), 0);
  const heard = listening(feed);
  const release = log.hold();
  const reading = feed.catchUp();
  events.push(recorded(2));
  feed.committed([recorded(2)]);
  release();
  await reading;
  feed.committed([recorded(2)]);
  await feed.catchUp();
  assert.deepEqual(heard, [1, 2]);
});

it('reads on until nothing more comes', async () => {
  const events = Array.from({ length: 1_234 }, (_, index) => recorded(index + 1));
  const feed = new LogFeed(logOf(events), recordingLogger(), 0);
  const heard = listening(feed);
  await feed.catchUp();
  assert.equal(heard.length, 1_234);
  assert.equal(feed.position, 1_234);
});

it('reads again from where it was after a read that failed, and says that it failed', async () => {
  const lines: LogLine[] = [];
  let broken = true;
  const log = {
    readAll: async () => {
      if (broken) throw new Error('the database is away');
      return [recorded(1)];
    },
  };
  const feed = new LogFeed(log, recordingLogger(lines), 0);
  const heard = listening(feed);
  await feed.catchUp();
  assert.deepEqual(heard, []);
  assert.equal(lines[0]?.message, 'the event log cannot be read');
  broken = false;
  await feed.catchUp();
  assert.deepEqual(heard, [1]);
});

it('delivers nothing more once it was stopped, and ends its reading first', async () => {
  const log = logOf([recorded(1)]);
  const feed = new LogFeed(log, recordingLogger(), 0);
  const heard = listening(feed);
  const release = log.hold();
  void feed.catchUp();
  const stopped = feed.stop();
  release();
  await stopped;
  feed.committed([recorded(1)]);
  assert.deepEqual(heard, []);
});

it('keeps two subscriptions of one listener apart', () => {
  const feed = new LogFeed(logOf([]), recordingLogger(), 0);
  let heard = 0;
  const listener = () => {
    heard += 1;
  };
  const leave = feed.subscribe(listener);
  feed.subscribe(listener);
  feed.committed([recorded(1)]);
  leave();
  feed.committed([recorded(2)]);
  assert.equal(heard, 3);
});
