import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { PROMPTS, SPOKEN_LANGUAGES } from '../domain/telephony/index.ts';
import { promptFile } from './prompt-files.ts';

/** All of them, so that the repository and an image stay small. */
const MAX_BYTES = 600_000;
/** G.722 has so many octets a second. */
const SECOND = 8000;

test('everything that phones are told is there, in every language, and short', () => {
  const sizes = SPOKEN_LANGUAGES.flatMap((language) =>
    PROMPTS.map((prompt) => statSync(promptFile(language, prompt)).size),
  );
  for (const size of sizes) assert.ok(size > SECOND / 2 && size < 6 * SECOND, `${size} octets`);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= MAX_BYTES);
});

test('the table of texts has a text for each, and for nothing else', () => {
  const folder = dirname(dirname(promptFile('en', 'welcome')));
  const texts: unknown = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8'));
  const known = Object.fromEntries(
    Object.entries(Object(texts)).map(([language, said]) => [language, Object.keys(Object(said))]),
  );
  assert.deepEqual(known, { en: [...PROMPTS], fr: [...PROMPTS] });
});
