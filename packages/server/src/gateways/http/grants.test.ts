import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrantName } from '@sky-genesis/protocol';
import { GRANTS } from '../../kernel/index.ts';

test('the wire knows exactly the grants that the product checks', () => {
  assert.deepEqual([...GrantName.enum], [...GRANTS]);
});
