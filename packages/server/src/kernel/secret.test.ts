import assert from 'node:assert/strict';
import { it } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from './secret.ts';

it('gives its value only when asked by name', () => {
  assert.equal(new Secret('hunter2').reveal(), 'hunter2');
});

it('cannot be printed, logged, joined or serialised', () => {
  const secret = new Secret('hunter2');
  const printed = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret, list: [secret] }),
    inspect(secret),
    inspect({ deep: { secret } }, { showHidden: true, depth: 9 }),
    format('%s %o %j', secret, secret, secret),
    [secret].join(),
    Object.entries(secret).flat().join(),
    JSON.stringify(structuredClone({ secret })),
  ];
  for (const text of printed) assert.doesNotMatch(text, /hunter2/);
});
