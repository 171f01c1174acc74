import assert from 'node:assert/strict';
import { type Block, blocksOf, nameOf } from './blocks.ts';
import type { World } from './world.ts';

export type Runner = (world: World, block: Block) => Promise<void>;

/** A block's runner by its name, `Start a call #1`. */
export type Runners = Readonly<Record<string, Runner>>;

export interface Document {
  readonly markdown: string;
  readonly runners: Runners;
  /** Names of blocks whose capability is not built yet. */
  readonly later: readonly string[];
}

/** Every block has a runner or waits for a later issue, and nothing is listed that is not there. */
export function assertEveryBlockIsKnown(document: Document): void {
  const names = blocksOf(document.markdown).map(nameOf);
  const listed = [...Object.keys(document.runners), ...document.later];
  assert.deepEqual(
    names.filter((name) => !listed.includes(name)),
    [],
    'blocks without a runner',
  );
  assert.deepEqual(
    listed.filter((name) => !names.includes(name)),
    [],
    'runners without a block',
  );
  assert.equal(new Set(listed).size, listed.length, 'a block is listed twice');
}

/** The blocks that can run today, in the order of the document. */
export function runnableBlocks(
  document: Document,
): readonly { readonly block: Block; readonly run: Runner }[] {
  return blocksOf(document.markdown).flatMap((block) => {
    const run = document.runners[nameOf(block)];
    return run === undefined ? [] : [{ block, run }];
  });
}
