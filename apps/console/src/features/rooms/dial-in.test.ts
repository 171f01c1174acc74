import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bestNumber, spacedPin } from './dial-in.ts';

describe('how a telephone comes in', () => {
  it('has a PIN in groups that can be read out', () => {
    assert.equal(spacedPin('40718263'), '4071 8263');
  });

  it('has the number that speaks the reader’s language, where there is one', () => {
    const english = { number: '8000', language: 'en' } as const;
    const french = { number: '8001', language: 'fr' } as const;
    const pin = '40718263';
    assert.equal(bestNumber({ pin, numbers: [english, french] }, 'fr'), '8001');
    assert.equal(bestNumber({ pin, numbers: [english] }, 'fr'), '8000');
    assert.equal(bestNumber({ pin, numbers: [] }, 'fr'), undefined);
  });
});
