import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOptions } from '@node-rs/argon2';
import { refusal } from '../../../test/refusal.ts';
import { Secret } from '../../kernel/index.ts';
import { PasswordHasher } from './password-hasher.ts';

const password = new Secret('vélo bleu sous la pluie');

describe('hashing passwords', () => {
  it('uses argon2id with the parameters that OWASP asks for, and a salt of its own each time', async () => {
    const hasher = new PasswordHasher();
    const [one, other] = [await hasher.hash(password), await hasher.hash(password)];
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal(parseOptions(one).saltLen, 16);
    assert.notEqual(one, other);
  });

  it('knows the right password from a wrong one, and from none', async () => {
    const hasher = new PasswordHasher();
    const phc = await hasher.hash(password);
    assert.equal(await hasher.verify(phc, password), true);
    assert.equal(await hasher.verify(phc, new Secret('vélo rouge')), false);
    assert.equal(await hasher.verify(undefined, password), false);
  });

  it('lets a flood wait in a short line and sends the rest away', async () => {
    const hasher = new PasswordHasher();
    const attempts = Array.from({ length: 200 }, () => hasher.verify(undefined, password));
    const results = await Promise.allSettled(attempts);
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(refused.length, 200 - 66);
    for (const { reason } of refused) refusal('rate_limited')(reason);
    assert.equal(await hasher.verify(undefined, password), false);
  });
});
