import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EnvelopeKeyUnusable, openEnvelopeKey } from './envelope-key-file.ts';

describe('the envelope key file', () => {
  let dataDir = '';
  const keyPath = () => join(dataDir, 'keys', 'envelope.key');

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sge-envelope-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made at the first start, for its owner only, and is the same at the next', () => {
    const sealed = openEnvelopeKey(dataDir).seal(Buffer.from('signing key'), 'ctx');
    assert.equal(statSync(keyPath()).mode & 0o777, 0o600);
    assert.equal(statSync(join(dataDir, 'keys')).mode & 0o777, 0o700);
    assert.equal(statSync(keyPath()).size, 32);
    assert.deepEqual(readdirSync(join(dataDir, 'keys')), ['envelope.key']);
    const opened = openEnvelopeKey(dataDir).open(sealed, 'ctx');
    assert.equal(Buffer.from(opened).toString(), 'signing key');
  });

  it('refuses to start with a file that others may read, and says what to run', () => {
    openEnvelopeKey(dataDir);
    chmodSync(keyPath(), 0o640);
    assert.throws(() => openEnvelopeKey(dataDir), /mode 0640.*chmod 0600/);
  });

  it('refuses to start with a folder that others may enter', () => {
    openEnvelopeKey(dataDir);
    chmodSync(join(dataDir, 'keys'), 0o755);
    assert.throws(() => openEnvelopeKey(dataDir), /mode 0755.*chmod 0700/);
  });

  it('refuses a file cut short rather than sealing with what is left of it', () => {
    openEnvelopeKey(dataDir);
    writeFileSync(keyPath(), 'short');
    assert.throws(() => openEnvelopeKey(dataDir), EnvelopeKeyUnusable);
  });

  it('does not follow a link to a file elsewhere', () => {
    openEnvelopeKey(dataDir);
    const elsewhere = join(dataDir, 'elsewhere');
    writeFileSync(elsewhere, Buffer.alloc(32), { mode: 0o600 });
    rmSync(keyPath());
    symlinkSync(elsewhere, keyPath());
    assert.throws(() => openEnvelopeKey(dataDir), /not a plain file/);
  });
});

describe('sealing', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sge-envelope-'));
  const key = openEnvelopeKey(dataDir);
  rmSync(dataDir, { recursive: true, force: true });

  it('opens only under the context it was sealed for', () => {
    const sealed = key.seal(Buffer.from('x'), 'signing-key:a');
    assert.throws(() => key.open(sealed, 'signing-key:b'));
  });

  it('notices any changed byte', () => {
    const sealed = key.seal(Buffer.from('payload'), 'ctx');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => key.open(changed, 'ctx'), `byte ${at}`);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      assert.throws(() => key.open(sealed.subarray(0, length), 'ctx'), `length ${length}`);
    }
  });

  it('never seals the same value to the same bytes', () => {
    assert.notDeepEqual(key.seal(Buffer.from('x'), 'c'), key.seal(Buffer.from('x'), 'c'));
  });
});
