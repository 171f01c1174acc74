import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown document. */
export interface Block {
  /** The heading it stands under, without the marks. */
  readonly heading: string;
  /** 1 for the first block under its heading. */
  readonly ordinal: number;
  /** What follows the opening fence; empty when nothing does. */
  readonly language: string;
  readonly text: string;
}

/** The blocks of a page of docs, which are found by names that are given to them in their order. */
export interface NamedBlocks<Name extends string> {
  readonly count: number;
  /** @throws Error when the page has fewer */
  block(name: Name): Block;
}

export function namedBlocks<Name extends string>(
  file: string,
  names: readonly Name[],
): NamedBlocks<Name> {
  const blocks = blocksOf(readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8'));
  return {
    count: blocks.length,
    block: (name) => {
      const found = blocks[names.indexOf(name)];
      if (found === undefined) throw new Error(`${file} has no block of ${name}`);
      return found;
    },
  };
}

/** How a block is called in tables and in messages: `Start a call #1`. */
export function nameOf(block: Pick<Block, 'heading' | 'ordinal'>): string {
  return `${block.heading} #${block.ordinal}`;
}

/** Every fenced block, in order. @throws Error when a fence is never closed. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let ordinal = 0;
  let open: { language: string; lines: string[] } | undefined;
  for (const line of markdown.split('\n')) {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (open !== undefined && fence !== null) {
      ordinal += 1;
      blocks.push({ heading, ordinal, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    } else if (open !== undefined) {
      open.lines.push(line);
    } else if (fence !== null) {
      open = { language: fence[1] ?? '', lines: [] };
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '').trim();
      ordinal = 0;
    }
  }
  if (open !== undefined) throw new Error(`a block under "${heading}" is never closed`);
  return blocks;
}
