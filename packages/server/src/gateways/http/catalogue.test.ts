import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue, errorSentence, fillSentence, LOCALES } from '@sky-genesis/protocol';
import { ERROR_CODES } from '../../kernel/index.ts';
import { errorsPage } from './docs/errors-page.ts';
import { errorCodes } from './openapi/problems.ts';

describe('the catalogue of refusals', () => {
  it('has a sentence for every code, and none for a code that does not exist', () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(ERROR_CODES).sort());
  });

  it('says each in both languages, with and without the values it can name', () => {
    for (const code of errorCodes()) {
      for (const locale of LOCALES) {
        const { title, detail } = errorSentence(code, locale);
        assert.ok(title.length > 3, `${code} ${locale}`);
        assert.match(detail, /^\p{Lu}?.*[.]$/u, `${code} ${locale}`);
        assert.doesNotMatch(detail, /[[\]{}?]/, `${code} ${locale}`);
      }
    }
  });

  it('names values where they are given', () => {
    assert.equal(fillSentence('Nobody[: {who}].', { who: 'user999' }), 'Nobody: user999.');
    assert.equal(fillSentence('Nobody[: {who}].', {}), 'Nobody.');
    assert.equal(fillSentence('{toString}', {}), '?');
  });

  it('is documented code by code under its status', () => {
    for (const locale of LOCALES) {
      const page = errorsPage(locale);
      for (const code of errorCodes()) {
        assert.ok(page.includes(`id="${code}"`), code);
        assert.ok(page.includes(`id="status-${ERROR_CODES[code].http}"`), code);
      }
    }
  });
});
