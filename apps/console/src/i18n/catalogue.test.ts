import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseLanguage } from './catalogue.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** Every path of a catalogue with what stands there, a function called with made-up arguments. */
function sentences(node: unknown, path = ''): [path: string, kind: string, text: string][] {
  if (typeof node === 'string') return [[path, 'string', node]];
  if (typeof node === 'function') {
    return [[path, `function of ${node.length}`, String(node('3', 'x'))]];
  }
  if (typeof node !== 'object' || node === null) throw new Error(`unexpected value at ${path}`);
  return Object.entries(node).flatMap(([key, value]) =>
    sentences(value, path === '' ? key : `${path}.${key}`),
  );
}

const shape = (catalogue: unknown): string[] =>
  sentences(catalogue).map(([path, kind]) => `${path}: ${kind}`);

describe('the catalogues', () => {
  it('hold the same keys with the same arguments in every language', () => {
    assert.deepEqual(shape(fr), shape(en));
  });

  it('leave no sentence empty', () => {
    for (const [path, , text] of [...sentences(en), ...sentences(fr)]) {
      assert.notEqual(text.trim(), '', path);
    }
  });

  it('say every French sentence in other words than the English, but for names and shared words', () => {
    const english = new Map(sentences(en).map(([path, , text]) => [path, text]));
    const same = sentences(fr).filter(([path, , text]) => english.get(path) === text);
    assert.deepEqual(
      same.map(([path]) => path),
      [
        'common.product',
        'nav.contacts',
        'contacts.title',
        'contacts.count',
        'contacts.list',
        'people.email',
        'people.actions',
        'call.quality.none',
        'telephony.trunks.transport',
        'settings.email',
      ],
    );
  });

  it('set French with no-break spaces and typographic apostrophes', () => {
    for (const [path, , text] of sentences(fr)) {
      const prose = text.replaceAll(/https?:\/\//g, '');
      assert.doesNotMatch(prose, /'/, `${path}: straight apostrophe`);
      assert.doesNotMatch(prose, /\.\.\./, `${path}: three full stops`);
      assert.doesNotMatch(prose, /[^\u202f][;?!]/, `${path}: needs a narrow no-break space`);
      assert.doesNotMatch(prose, /[^\u00a0]:|«[^\u00a0]|[^\u00a0]»/, `${path}: no-break space`);
    }
  });

  it('set English with typographic quotes', () => {
    for (const [path, , text] of sentences(en)) assert.doesNotMatch(text, /['"]/, path);
  });
});

describe('the language', () => {
  it('is the first one of the browser that the console speaks', () => {
    assert.equal(chooseLanguage(['de-DE', 'fr-CA', 'en']), 'fr');
    assert.equal(chooseLanguage(['en-GB', 'fr']), 'en');
  });

  it('is English where the browser speaks neither', () => {
    assert.equal(chooseLanguage(['de', 'es-ES']), 'en');
    assert.equal(chooseLanguage([]), 'en');
  });
});
