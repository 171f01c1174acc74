import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openTestIdentity, type TestIdentity } from '../../test/open-test-identity.ts';
import { RecordingPrint } from '../../test/recording-print.ts';
import { refusal } from '../../test/refusal.ts';
import { type RecordedEvent, Secret } from '../kernel/index.ts';
import { keyCreate, keyList, keyRevoke, keyRotateSigning } from './key.ts';
import { tokenCreate } from './token.ts';

/** The command line has its own connection to the database, as it has beside a running server. */
describe('sge key beside a running server', () => {
  let folder = '';
  let server: TestIdentity;
  let cli: TestIdentity;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sge-key-'));
    const file = join(folder, 'sge.db');
    server = await openTestIdentity({ file });
    cli = await openTestIdentity({ file, envelope: server.envelope, clock: server.clock });
  });
  after(async () => {
    await cli.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  type Command = (
    identity: TestIdentity['identity'],
    args: string[],
    print: RecordingPrint,
  ) => Promise<number>;

  async function run(command: Command, ...args: string[]): Promise<readonly string[]> {
    const print = new RecordingPrint();
    assert.equal(await command(cli.identity, args, print), 0);
    return print.lines;
  }

  function present(key: string) {
    return server.identity.authenticator.authenticate({ kind: 'api_key', key: new Secret(key) });
  }

  function bearer(token: string) {
    return server.identity.authenticator.authenticate({ kind: 'bearer', token: new Secret(token) });
  }

  /** Until the server's feed has delivered what the command line has committed. */
  function delivered(type: string): Promise<RecordedEvent> {
    return new Promise((resolve) => {
      const stop = server.storage.feed.subscribe((event) => {
        if (event.type !== type) return;
        stop();
        resolve(event);
      });
    });
  }

  async function followed(type: string, command: Promise<unknown>): Promise<void> {
    const event = delivered(type);
    await command;
    server.clock.advance(5000);
    await event;
  }

  it('makes a key that the server takes at once, and shows it only this time', async () => {
    const [key = ''] = await run(keyCreate, '--name', 'pbx', '--scope', 'sip:inbound rooms:join');
    assert.match(key, /^sgek_[0-9a-z]{26}_[\w-]{43}$/);
    const { principal, expiresAtMs } = await present(key);
    assert.equal(principal.kind, 'key');
    assert.deepEqual([...principal.grants], ['sip:inbound', 'rooms:join']);
    assert.equal(expiresAtMs, null);
    const listed = await run(keyList);
    assert.match(
      listed.join('\n'),
      /^key_\w+ {2}active {2}\S+ {2}"pbx" {2}sip:inbound rooms:join$/,
    );
    assert.ok(!listed.join('\n').includes(key.slice(-43)));
  });

  it('revokes a key that the running server has already taken', async () => {
    const [key = ''] = await run(keyCreate, '--name', 'old', '--scope', 'calls:read');
    const { principal } = await present(key);
    await followed('key.revoked', run(keyRevoke, principal.id));
    await assert.rejects(present(key), refusal('unauthenticated'));
    assert.match((await run(keyList)).join('\n'), new RegExp(`${principal.id} {2}revoked`));
  });

  it('signs by a new key that the running server has not seen', async () => {
    const [before = ''] = await run(tokenCreate, '--user', 'alice');
    await bearer(before);
    await followed('signing_key.added', run(keyRotateSigning));
    const [later = ''] = await run(tokenCreate, '--user', 'alice');
    await bearer(later);
    await bearer(before);
    assert.equal(server.identity.signingKeys.published().length, 2);
  });

  it('refuses every token there is after rotating with --void-old', async () => {
    const [before = ''] = await run(tokenCreate, '--user', 'alice');
    await bearer(before);
    await followed('signing_key.added', run(keyRotateSigning, '--void-old'));
    await assert.rejects(bearer(before), refusal('unauthenticated'));
    const [later = ''] = await run(tokenCreate, '--user', 'alice');
    await bearer(later);
  });

  it('says what is missing or unknown', async () => {
    const rejects = (command: Command, args: string[], pattern: RegExp) =>
      assert.rejects(command(cli.identity, args, new RecordingPrint()), pattern);
    await rejects(keyCreate, ['--scope', 'calls:read'], /Say which name/);
    await rejects(keyCreate, ['--name', 'x'], /what the key may do/);
    await rejects(keyCreate, ['--name', 'x', '--scope', 'all'], /Unknown scope "all"/);
    await rejects(keyRevoke, ['key_nobody'], /There is no key "key_nobody"/);
  });
});
