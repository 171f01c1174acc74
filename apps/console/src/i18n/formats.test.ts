import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clock, createFormats } from './formats.ts';

describe('a duration', () => {
  it('is minutes and seconds below an hour', () => {
    assert.equal(clock(7.9), '0:07');
    assert.equal(clock(754), '12:34');
  });

  it('has hours where there are some', () => {
    assert.equal(clock(3723), '1:02:03');
  });

  it('is never negative, even with a clock that was set back', () => {
    assert.equal(clock(-4), '0:00');
  });
});

describe('a day', () => {
  it('begins with a capital letter, also where the language writes weekdays small', () => {
    const date = new Date(2026, 2, 3);
    assert.equal(createFormats('fr').day(date), 'Mardi 3 mars');
    assert.equal(createFormats('en-GB').day(date), 'Tuesday 3 March');
  });
});
