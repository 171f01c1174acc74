import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initials, tintOf } from './initials.ts';

describe('initials', () => {
  it('are those of the first and the last name', () => {
    assert.equal(initials('Amélie de la Fontaine'), 'AF');
  });

  it('are one letter for one word, and none for none', () => {
    assert.equal(initials('noor'), 'N');
    assert.equal(initials('  '), '');
  });

  it('keep letters outside the basic plane whole', () => {
    assert.equal(initials('𝒜da 𝓛ovelace'), '𝒜𝓛');
  });

  it('take an id apart at its signs', () => {
    assert.equal(initials('jean-luc.picard'), 'JP');
  });
});

describe('a person’s tint', () => {
  it('is the same at every look and within the palette', () => {
    for (const id of ['amelie', 'noor', 'x', '']) {
      assert.equal(tintOf(id, 6), tintOf(id, 6));
      assert.ok(tintOf(id, 6) >= 0 && tintOf(id, 6) < 6);
    }
  });
});
