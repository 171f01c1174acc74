import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../app.ts';
import { ConfigurationError, loadConfig } from '../config/index.ts';
import type { Print } from './print.ts';
import { serve } from './serve.ts';

const silent: Print = { line: () => undefined, error: () => undefined };

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'sge-serve-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** How the start of a server with these keys is refused. */
async function refusalOf(t: TestContext, keys: Record<string, string>): Promise<string> {
  const data = folder(t);
  const config = loadConfig({
    SGE_HTTP_PORT: '0',
    SGE_SIP_PORT: '0',
    SGE_AGI_PORT: '0',
    SGE_DATA_DIR: data,
    SGE_LOG_DIR: data,
    ...keys,
  });
  const refused = await serve(config, silent).catch((error: unknown) => error);
  assert.ok(refused instanceof ConfigurationError, String(refused));
  return refused.message;
}

test('a certificate that is missing, or none, is refused by the name of its key', async (t) => {
  const noPem = join(folder(t), 'cert.pem');
  writeFileSync(noPem, 'no certificate');
  const missing = { SGE_TLS_CERT: '/nowhere/cert.pem', SGE_TLS_KEY: noPem };
  assert.match(await refusalOf(t, missing), /^SGE_TLS_CERT cannot be used: ENOENT/);
  const wrong = { SGE_TLS_CERT: noPem, SGE_TLS_KEY: noPem };
  assert.match(await refusalOf(t, wrong), /^SGE_TLS_CERT cannot be used: /);
});

test('a port that is taken is refused by the name of its key', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  assert.ok(address !== null && typeof address === 'object');
  const refusal = await refusalOf(t, { SGE_HTTP_PORT: String(address.port) });
  assert.match(refusal, /^SGE_HTTP_PORT cannot be used: .*EADDRINUSE/);
});

test('folders and the ready file that cannot be written are refused by the name of their key', async (t) => {
  const noFolder = join(folder(t), 'file');
  writeFileSync(noFolder, '');
  for (const key of ['SGE_DATA_DIR', 'SGE_LOG_DIR', 'SGE_READY_FILE']) {
    const refusal = await refusalOf(t, { [key]: join(noFolder, 'below') });
    assert.match(refusal, new RegExp(`^${key} cannot be used: `));
  }
});

test('a second server on the same data folder is refused in a sentence', async (t) => {
  const data = folder(t);
  const config = loadConfig({
    SGE_HTTP_PORT: '0',
    SGE_SIP_PORT: '0',
    SGE_AGI_PORT: '0',
    SGE_DATA_DIR: data,
    SGE_LOG_DIR: data,
  });
  const first = await build(config);
  t.after(() => first.stop());
  await assert.rejects(serve(config, silent), {
    message: `Another server is running on the data folder ${data}.`,
  });
});

test('the ready file goes with the server', async (t) => {
  const data = folder(t);
  const file = join(data, 'ready.json');
  const config = loadConfig({
    SGE_HTTP_PORT: '0',
    SGE_SIP_PORT: '0',
    SGE_AGI_PORT: '0',
    SGE_DATA_DIR: data,
    SGE_LOG_DIR: data,
    SGE_READY_FILE: file,
  });
  const ready = Promise.withResolvers<void>();
  const served = serve(config, { ...silent, line: () => ready.resolve() });
  await ready.promise;
  assert.match(readFileSync(file, 'utf8'), /^{"http":{"url":"http:/);
  process.emit('SIGTERM');
  await served;
  assert.ok(!existsSync(file));
});
