import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../kernel/index.ts';
import { decodeCursor, encodeCursor, pageReply, pageRequest } from './paging.ts';

const invalid = (error: unknown) => error instanceof AppError && error.code === 'invalid_cursor';

describe('paging', () => {
  it('continues where the page before ended', () => {
    const reply = pageReply({ items: ['a', 'b'], next: 'b' }, (item) => item.toUpperCase());
    assert.deepEqual(reply.data, ['A', 'B']);
    assert.ok(reply.next_cursor);
    assert.deepEqual(pageRequest({ limit: 2, cursor: reply.next_cursor }), {
      limit: 2,
      after: 'b',
    });
  });

  it('asks for fifty when no limit is given and starts at the beginning without a cursor', () => {
    assert.deepEqual(pageRequest({}), { limit: 50 });
  });

  it('has a null cursor on the last page', () => {
    assert.equal(pageReply({ items: [1], next: null }, String).next_cursor, null);
  });

  it('keeps sort keys of any language', () => {
    for (const key of ['é|ü|用户', '2026-01-31T09:30:00.000Z|call_0', ' ']) {
      assert.equal(decodeCursor(encodeCursor(key)), key);
    }
  });

  it('refuses a cursor it did not make', () => {
    const forged = [
      '',
      '!',
      'abc def',
      Buffer.from('2other').toString('base64url'),
      Buffer.from([0x31, 0xff, 0xfe]).toString('base64url'),
      encodeCursor('a\0b'),
      `${encodeCursor('abc')}=`,
      'A'.repeat(513),
    ];
    for (const cursor of forged) {
      assert.throws(() => pageRequest({ cursor }), invalid, JSON.stringify(cursor));
    }
  });
});
