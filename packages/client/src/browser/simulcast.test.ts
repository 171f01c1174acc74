import assert from 'node:assert/strict';
import test from 'node:test';
import { layerSettings, type PictureFormat } from './simulcast.ts';

const shape = (format: PictureFormat, demanded?: readonly boolean[]) =>
  layerSettings(format, demanded).map(({ rid, active, scaleResolutionDownBy }) =>
    active ? `${rid}/${scaleResolutionDownBy}` : `${rid} off`,
  );

test('a large picture is sent in full, half and quarter size', () => {
  assert.deepEqual(shape({ width: 1280, height: 720 }), ['q/4', 'h/2', 'f/1']);
  assert.deepEqual(shape({}), ['q/4', 'h/2', 'f/1']);
});

test('a small picture has fewer layers, and its largest is the whole of it', () => {
  assert.deepEqual(shape({ width: 640, height: 360 }), ['q/2', 'h/1', 'f off']);
  assert.deepEqual(shape({ width: 320, height: 180 }), ['q/1', 'h off', 'f off']);
});

test('a telephone held upright counts by its longer side', () => {
  assert.deepEqual(shape({ width: 720, height: 1280 }), ['q/4', 'h/2', 'f/1']);
});

test('a layer nobody watches is not encoded', () => {
  assert.deepEqual(shape({}, [true, false, true]), ['q/4', 'h off', 'f/1']);
  assert.deepEqual(shape({}, [false, false, false]), ['q off', 'h off', 'f off']);
});

test('who wants a larger layer than there is gets the largest there is', () => {
  assert.deepEqual(shape({ width: 320, height: 180 }, [false, false, true]), [
    'q/1',
    'h off',
    'f off',
  ]);
});
