import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reseat } from './seating.ts';

const never = new Map<string, number>();

describe('the order of tiles', () => {
  it('seats newcomers at the end and closes the gap of who has left', () => {
    assert.deepEqual(reseat(['me', 'a', 'b'], ['me', 'b', 'c'], 9, [], never), ['me', 'b', 'c']);
  });

  it('is the very same list while nothing changes, so that nothing is drawn anew', () => {
    const order = ['me', 'a', 'b'];
    assert.equal(reseat(order, ['me', 'b', 'a'], 9, ['a'], never), order);
  });

  it('does not move who speaks on the first page', () => {
    const order = ['me', 'a', 'b', 'c'];
    assert.equal(reseat(order, order, 3, ['b'], never), order);
  });

  it('brings who speaks on a further page in the place of who has been silent longest', () => {
    const order = ['me', 'a', 'b', 'c', 'd'];
    const spoke = new Map([
      ['a', 100],
      ['b', 50],
    ]);
    assert.deepEqual(reseat(order, order, 3, ['d'], spoke), ['me', 'a', 'd', 'c', 'b']);
  });

  it('never takes one’s own place, nor that of who speaks too', () => {
    const order = ['me', 'a', 'b', 'c'];
    const spoke = new Map([['a', 100]]);
    assert.deepEqual(reseat(order, order, 2, ['a', 'c'], spoke), order);
    assert.deepEqual(reseat(order, order, 1, ['c'], never), order);
  });
});
