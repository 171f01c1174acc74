import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestIdentity, type TestIdentity } from '../../test/open-test-identity.ts';
import { RecordingPrint } from '../../test/recording-print.ts';
import { Secret, USER_GRANTS } from '../kernel/index.ts';
import { Refusal } from './refusal.ts';
import { tokenCreate } from './token.ts';
import { parseTtlS } from './token-ttl.ts';

const misuse = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.exitCode, 2);
  assert.match(error.message, pattern);
  return true;
};

describe('sge token create', () => {
  let t: TestIdentity;
  before(async () => {
    t = await openTestIdentity();
  });
  after(() => t.close());

  async function create(...args: string[]): Promise<string> {
    const print = new RecordingPrint();
    assert.equal(await tokenCreate(t.identity, args, print), 0);
    assert.deepEqual(print.errors, []);
    assert.equal(print.lines.length, 1);
    return print.lines[0] ?? '';
  }

  function authenticate(token: string) {
    return t.identity.authenticator.authenticate({ kind: 'bearer', token: new Secret(token) });
  }

  it('prints the token alone, and makes the user when it is not there', async () => {
    const token = await create('--user', 'alice');
    assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    const { principal, expiresAtMs } = await authenticate(token);
    assert.equal(principal.id, 'alice');
    assert.deepEqual([...principal.grants], USER_GRANTS);
    assert.equal(expiresAtMs, t.clock.nowMs() + 3_600_000);
    const alice = await t.identity.users.get(t.system, 'alice');
    assert.deepEqual([alice.status, alice.role, alice.displayName], ['active', 'user', 'alice']);
  });

  it('leaves a user who is there as it is', async () => {
    await t.identity.users.update(t.system, 'alice', { displayName: 'Alice Martin' });
    await create('--user', 'alice');
    assert.equal((await t.identity.users.get(t.system, 'alice')).displayName, 'Alice Martin');
  });

  it('gives the scopes asked for, in one option or several', async () => {
    const token = await create(
      '--user',
      'bob',
      '--scope',
      'calls:read voip:admin',
      '--scope',
      'events:read',
    );
    const { principal } = await authenticate(token);
    assert.deepEqual([...principal.grants], ['calls:read', 'voip:admin', 'events:read']);
  });

  it('gives the time asked for', async () => {
    const { expiresAtMs } = await authenticate(await create('--user', 'alice', '--ttl', '2d'));
    assert.equal(expiresAtMs, t.clock.nowMs() + 2 * 86_400_000);
  });

  it('names what it does not understand', async () => {
    const print = new RecordingPrint();
    const run = (...args: string[]) => tokenCreate(t.identity, args, print);
    await assert.rejects(run(), misuse(/Say which user/));
    await assert.rejects(run('--user', 'a b'), misuse(/"a b" cannot be a user id/));
    await assert.rejects(
      run('--user', 'a', '--scope', 'calls:red'),
      misuse(/"calls:red".*calls:read/),
    );
    await assert.rejects(run('--user', 'a', '--ttl', '1w'), misuse(/"1w" is no duration/));
    await assert.rejects(run('--user', 'a', '--tll', '1h'), misuse(/--tll/));
    await assert.rejects(run('--user', 'alice', 'bob'), misuse(/one user/));
    assert.deepEqual(print.lines, []);
  });

  it('refuses a user who has been disabled', async () => {
    await t.identity.users.create(t.system, { id: 'zoe', status: 'active' });
    await t.identity.users.disable(t.system, 'zoe');
    await assert.rejects(
      tokenCreate(t.identity, ['--user', 'zoe'], new RecordingPrint()),
      /disabled/,
    );
  });
});

describe('a duration', () => {
  it('is a whole number of seconds, minutes, hours or days, thirty days at most', () => {
    assert.deepEqual(['30s', '15m', '1h', '30d'].map(parseTtlS), [30, 900, 3600, 2_592_000]);
    for (const wrong of ['', '1', 'h', '0s', '-1h', '1.5h', '1h30m', '31d', '999999999d']) {
      assert.throws(() => parseTtlS(wrong), Refusal, wrong);
    }
  });
});
