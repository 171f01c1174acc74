import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf } from './blocks.ts';

test('blocks carry the heading they stand under and their number under it', () => {
  const markdown = ['# A', '```http', 'GET /', '', 'x', '```', '## B', '```', 'd', '```'].join(
    '\n',
  );
  assert.deepEqual(blocksOf(`${markdown}\n\`\`\`ini\n\`\`\`\n`), [
    { heading: 'A', ordinal: 1, language: 'http', text: 'GET /\n\nx' },
    { heading: 'B', ordinal: 1, language: '', text: 'd' },
    { heading: 'B', ordinal: 2, language: 'ini', text: '' },
  ]);
});

test('a heading inside a block is text of the block', () => {
  assert.equal(blocksOf('```bash\n# comment\n```')[0]?.heading, '');
});

test('a block that is never closed is an error', () => {
  assert.throws(() => blocksOf('# A\n```http\nGET /'), /under "A"/);
});
