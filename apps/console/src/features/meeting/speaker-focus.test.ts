import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextFocus } from './speaker-focus.ts';

describe('whom one looks at', () => {
  it('is the loudest of the others, never oneself', () => {
    assert.equal(nextFocus(null, ['me', 'ann', 'ben'], 'me'), 'ann');
    assert.equal(nextFocus(null, ['me'], 'me'), null);
  });

  it('does not change while they speak, however loud another is', () => {
    assert.equal(nextFocus('ann', ['ben', 'ann'], 'me'), 'ann');
    assert.equal(nextFocus('ann', ['ben'], 'me'), 'ben');
  });

  it('stays who spoke last in silence', () => {
    assert.equal(nextFocus('ann', [], 'me'), 'ann');
    assert.equal(nextFocus('ann', ['me'], 'me'), 'ann');
  });
});
