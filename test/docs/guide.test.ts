import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { blocksOf, nameOf } from './blocks.ts';
import { GUIDE_RUNNERS } from './guide-runners.ts';
import { assertEveryBlockIsKnown, type Document, runnableBlocks } from './run-blocks.ts';
import { World } from './world.ts';

const GUIDES = { English: 'voip-integration.md', French: 'voip-integration.fr.md' };

/** Gives the runners of `GUIDE_RUNNERS`, which are in order, to the guide's blocks. */
function guide(file: string): Document {
  const markdown = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const names = blocksOf(markdown).map(nameOf);
  const runners = Object.fromEntries(
    GUIDE_RUNNERS.map((run, index) => [names[index] ?? `runner ${index + 1}`, run]),
  );
  return { markdown, runners, later: [] };
}

for (const [language, file] of Object.entries(GUIDES)) {
  describe(`the ${language} guide`, needs('chromium'), () => {
    const document = guide(file);
    let world: World;

    before(async () => {
      world = await World.start();
    });
    after(() => world.stop());

    test('every block is run', () => assertEveryBlockIsKnown(document));

    for (const { block, run } of runnableBlocks(document)) {
      test(`"${nameOf(block)}" works as written`, () => run(world, block));
    }
  });
}

test('a guide with a block that nobody runs is refused', () => {
  const markdown = '# A\n```http\nGET /\n```\n';
  assert.throws(
    () => assertEveryBlockIsKnown({ markdown, runners: {}, later: [] }),
    /blocks without a runner/,
  );
});
