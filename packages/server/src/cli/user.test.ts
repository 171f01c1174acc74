import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestIdentity, TEST_URL, type TestIdentity } from '../../test/open-test-identity.ts';
import { RecordingPrint } from '../../test/recording-print.ts';
import { userCreate, userDisable, userInvite, userList } from './user.ts';

describe('sge user', () => {
  let t: TestIdentity;
  before(async () => {
    t = await openTestIdentity();
  });
  after(() => t.close());

  type Command = (
    identity: TestIdentity['identity'],
    args: string[],
    print: RecordingPrint,
  ) => Promise<number>;

  async function run(command: Command, ...args: string[]): Promise<string> {
    const print = new RecordingPrint();
    assert.equal(await command(t.identity, args, print), 0);
    return print.lines.join('\n');
  }

  it('makes, lists and disables users', async () => {
    await run(
      userCreate,
      '--user',
      'alice',
      '--name',
      'Alice Martin',
      '--email',
      'alice@example.org',
    );
    await run(userCreate, 'root', '--role', 'admin');
    await run(userDisable, 'alice');
    assert.equal(
      await run(userList),
      'alice  user  disabled  "Alice Martin"  alice@example.org\nroot  admin  active  "root"  -',
    );
    assert.equal(await run(userList, '--search', 'ro'), 'root  admin  active  "root"  -');
  });

  it('prints the invitation link alone', async () => {
    const link = await run(userInvite, '--user', 'bob', '--name', 'Bob');
    assert.match(link, new RegExp(`^${TEST_URL}/invite#[\\w-]{43}$`));
    assert.equal((await t.identity.users.get(t.system, 'bob')).status, 'invited');
  });

  it('lets outside whom it is told to', async () => {
    await run(userCreate, 'olga', '--external-calls');
    await run(userInvite, 'pia', '--external-calls');
    for (const [id, may] of [
      ['olga', true],
      ['pia', true],
      ['bob', false],
    ] as const) {
      assert.equal((await t.identity.users.get(t.system, id)).externalCalls, may, id);
    }
  });

  it('says why it refuses', async () => {
    await run(userCreate, 'carol');
    await assert.rejects(run(userCreate, 'carol'), /There is a user "carol" already/);
    await assert.rejects(run(userDisable, 'root'), /the only administrator/);
    await assert.rejects(run(userDisable, 'nobody'), /no active user "nobody"/);
    await assert.rejects(run(userCreate, 'dave', '--role', 'god'), /"god" is no role/);
    await assert.rejects(
      run(userCreate, 'dave', '--email', 'at home'),
      /"at home" is no e-mail address/,
    );
  });
});
