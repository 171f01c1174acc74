import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { blocksOf, nameOf } from './blocks.ts';
import { GUIDE_RUNNERS } from './guide-runners.ts';
import { REALTIME_RUNNERS } from './realtime-runners.ts';
import {
  assertEveryBlockIsKnown,
  type Document,
  type Runner,
  runnableBlocks,
} from './run-blocks.ts';
import { World } from './world.ts';

const GUIDES = [
  { name: 'the English guide', file: 'voip-integration.md', runners: GUIDE_RUNNERS },
  { name: 'the French guide', file: 'voip-integration.fr.md', runners: GUIDE_RUNNERS },
  { name: 'the English WebSocket page', file: 'xmpp-websocket.md', runners: REALTIME_RUNNERS },
  { name: 'the French WebSocket page', file: 'xmpp-websocket.fr.md', runners: REALTIME_RUNNERS },
];

/** Gives runners, which are in order, to the blocks of a document. */
function documentOf(file: string, inOrder: readonly Runner[]): Document {
  const markdown = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const names = blocksOf(markdown).map(nameOf);
  const runners = Object.fromEntries(
    inOrder.map((run, index) => [names[index] ?? `runner ${index + 1}`, run]),
  );
  return { markdown, runners, later: [] };
}

for (const { name, file, runners } of GUIDES) {
  describe(name, needs('chromium'), () => {
    const document = documentOf(file, runners);
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
