import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkedText } from './linked-text.ts';

describe('a chat message', () => {
  it('is text as it was written where it has no address', () => {
    assert.deepEqual(linkedText('Bonjour <b>à tous</b>'), [
      { at: 0, text: 'Bonjour <b>à tous</b>' },
    ]);
    assert.deepEqual(linkedText(''), []);
  });

  it('links the addresses in it, without the full stop behind them', () => {
    assert.deepEqual(linkedText('See https://example.com/a?b=1. And (http://x.org)!'), [
      { at: 0, text: 'See ' },
      { at: 4, text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { at: 29, text: '. And (' },
      { at: 36, text: 'http://x.org', href: 'http://x.org' },
      { at: 48, text: ')!' },
    ]);
  });

  it('links nothing that runs a script or is no address', () => {
    for (const message of ['javascript:alert(1)', 'data:text/html,x', 'http://']) {
      assert.ok(linkedText(message).every(({ href }) => href === undefined));
    }
  });
});
