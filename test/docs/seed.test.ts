import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { nameOf } from './blocks.ts';
import { LATER } from './later.ts';
import { assertEveryBlockIsKnown, type Document, runnableBlocks } from './run-blocks.ts';
import { PHP_SCRIPT, SEED_RUNNERS } from './seed-runners.ts';
import { World } from './world.ts';

/** The document our first users hold. It is theirs and does not come with the repository. */
const file = new URL('../../../shared/seed/voip-integration.fr.md', import.meta.url);

test('a block that waits for a later issue is named once', () => {
  assert.equal(new Set(LATER).size, LATER.length);
});

if (existsSync(file)) {
  const document: Document = {
    markdown: readFileSync(file, 'utf8'),
    runners: SEED_RUNNERS,
    later: LATER,
  };
  describe('the original integration document', needs('chromium'), () => {
    let world: World;

    before(async () => {
      world = await World.start();
    });
    after(() => world.stop());

    test('every block is run or waits for a named capability', () => {
      assertEveryBlockIsKnown(document);
    });

    for (const { block, run } of runnableBlocks(document)) {
      const peers = nameOf(block) === PHP_SCRIPT ? needs('php', 'phpCurl') : {};
      test(`"${nameOf(block)}" works as written`, peers, () => run(world, block));
    }
  });
}
