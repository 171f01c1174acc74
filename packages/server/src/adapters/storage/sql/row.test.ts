import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  bytes,
  CorruptRow,
  integer,
  integerOrNull,
  jsonObject,
  oneOf,
  text,
  textArray,
} from './row.ts';

it('takes integers as SQLite and as PostgreSQL give them', () => {
  assert.equal(integer({ n: 5 }, 'n'), 5);
  assert.equal(integer({ n: '1769851800000' }, 'n'), 1769851800000);
  assert.equal(integer({ n: 7n }, 'n'), 7);
  assert.equal(integerOrNull({ n: null }, 'n'), null);
});

it('refuses a value of another type than the column has', () => {
  for (const read of [
    () => text({ a: 1 }, 'a'),
    () => text({ a: null }, 'a'),
    () => text({}, 'a'),
    () => integer({ a: '1.5' }, 'a'),
    () => integer({ a: 'x' }, 'a'),
    () => integer({ a: null }, 'a'),
    () => bytes({ a: 'x' }, 'a'),
    () => oneOf({ a: 'z' }, 'a', ['x', 'y']),
    () => jsonObject({ a: '[]' }, 'a'),
    () => jsonObject({ a: 'null' }, 'a'),
    () => textArray({ a: '[1]' }, 'a'),
    () => textArray({ a: '{}' }, 'a'),
  ]) {
    assert.throws(read, CorruptRow);
  }
});

it('hands out bytes that do not change with the buffer they came in', () => {
  const buffer = Buffer.from([1, 2, 3]);
  const copy = bytes({ a: buffer }, 'a');
  buffer.fill(0);
  assert.deepEqual(copy, new Uint8Array([1, 2, 3]));
});
