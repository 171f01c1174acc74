import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { en } from '../../i18n/en.ts';
import { fr } from '../../i18n/fr.ts';
import { phaseText } from './phase-text.ts';

const call = {
  phase: 'connected',
  heldByMe: false,
  endReason: null,
  direction: 'outgoing',
} as const;

describe('a call’s state in words', () => {
  it('names who put it on hold', () => {
    const held = { ...call, phase: 'on_hold' } as const;
    assert.equal(phaseText(held, 'Noor', en), 'Noor put the call on hold');
    assert.equal(phaseText({ ...held, heldByMe: true }, 'Noor', en), 'You put the call on hold');
  });

  it('gives the reason of the end in the language of the page', () => {
    const busy = { ...call, phase: 'ended', endReason: 'busy' } as const;
    assert.equal(phaseText(busy, 'Noor', en), 'Noor is in another call');
    assert.equal(phaseText(busy, 'Noor', fr), 'Noor est déjà en communication');
  });

  it('tells who declined', () => {
    const declined = { ...call, phase: 'ended', endReason: 'declined' } as const;
    assert.equal(phaseText(declined, 'Noor', en), 'Noor declined the call');
    assert.equal(
      phaseText({ ...declined, direction: 'incoming' }, 'Noor', en),
      'You declined the call',
    );
  });
});
