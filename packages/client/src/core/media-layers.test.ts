import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { type LayerWish, MediaLayers } from './media-layers.ts';

const anna = { trackId: 'track-anna', memberId: 'anna', source: 'camera' } as const;
const ben = { trackId: 'track-ben', memberId: 'ben', source: 'camera' } as const;

function started(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: LayerWish[] = [];
  const refusals: Error[] = [];
  const layers = new MediaLayers((wish) => {
    told.push(wish);
    const refusal = refusals.shift();
    return refusal === undefined ? Promise.resolve() : Promise.reject(refusal);
  });
  const settle = () => {
    t.mock.timers.tick(1000);
    return told.splice(0);
  };
  return { layers, settle, refusals };
}

test('a picture nobody spoke of is asked for in a small size', (t) => {
  const { layers, settle } = started(t);
  layers.receive([anna]);
  assert.deepEqual(settle(), [
    { track_id: 'track-anna', max_width: 320, max_height: 180, paused: false, pinned: false },
  ]);
});

test('a page that is laid out anew says each picture’s last size once', (t) => {
  const { layers, settle } = started(t);
  layers.receive([anna, ben]);
  for (const width of [100, 400, 640.4]) layers.show('anna', 'camera', { width, height: 360 });
  layers.show('ben', 'camera', null);
  assert.deepEqual(settle(), [
    { track_id: 'track-anna', max_width: 640, max_height: 360, paused: false, pinned: false },
    { track_id: 'track-ben', paused: true, pinned: false },
  ]);
  layers.show('anna', 'camera', { width: 640, height: 360 });
  assert.deepEqual(settle(), []);
});

test('a pin is told of the one it is given to and of the one it is taken from', (t) => {
  const { layers, settle } = started(t);
  layers.receive([anna, ben]);
  settle();
  layers.pin('ben');
  assert.deepEqual(
    settle().map(({ track_id, pinned }) => [track_id, pinned]),
    [['track-ben', true]],
  );
  layers.pin('anna');
  assert.deepEqual(
    settle().map(({ track_id, pinned }) => [track_id, pinned]),
    [
      ['track-anna', true],
      ['track-ben', false],
    ],
  );
});

test('the size of somebody who is yet to come, or comes back, holds', (t) => {
  const { layers, settle } = started(t);
  layers.show('anna', 'camera', { width: 1280, height: 720 });
  assert.deepEqual(settle(), []);
  layers.receive([anna]);
  assert.equal(settle()[0]?.max_width, 1280);
  layers.receive([]);
  layers.receive([anna]);
  assert.equal(settle()[0]?.max_width, 1280);
});

test('what was not heard is told again later', async (t) => {
  const { layers, settle, refusals } = started(t);
  refusals.push(new Error('no such session yet'));
  layers.receive([anna]);
  assert.equal(settle().length, 1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(settle().length, 0);
  assert.equal(settle().length, 1);
  assert.equal(settle().length, 0);
});

test('another connection is told everything again; one that is closed nothing', (t) => {
  const { layers, settle } = started(t);
  layers.receive([anna]);
  settle();
  layers.forget();
  assert.equal(settle().length, 1);
  layers.forget();
  layers.close();
  assert.deepEqual(settle(), []);
});
