import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type HttpHouse, openHttpHouse, sendRaw } from '../../../test/http-house.ts';

let folder = '';
let house: HttpHouse;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sge-console-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'SECRET');
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(dist, 'favicon.svg'), '<svg/>');
  await writeFile(join(dist, 'assets', 'index-B1x2Y3z4.js'), `//${'x'.repeat(4000)}`);
  house = await openHttpHouse({ routes: [], consoleDir: dist });
});
after(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

const page = { headers: { accept: 'text/html,*/*' } };

describe('the console', () => {
  it('is at the root and at every address of its own, never stored', async () => {
    for (const path of ['/', '/calls', '/calls/call_1?x=1', '/settings/devices', '/index.html']) {
      const response = await fetch(house.url(path), page);
      assert.equal(response.status, 200, path);
      assert.match(await response.text(), /Console/);
      assert.equal(response.headers.get('cache-control'), 'no-cache');
    }
  });

  it('runs only its own scripts, is framed by nobody and uses camera, microphone and screen', async () => {
    const { headers } = await fetch(house.url('/'), page);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(
      headers.get('permissions-policy') ?? '',
      /camera=\(self\), microphone=\(self\), display-capture=\(self\)/,
    );
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('strict-transport-security'), null, 'only under TLS');
  });

  it('has files that are kept for good when their name carries a hash of the content', async () => {
    const script = await fetch(house.url('/assets/index-B1x2Y3z4.js'));
    assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(script.headers.get('content-encoding'), 'gzip');
    assert.equal((await script.text()).length, 4002);
    const etag = script.headers.get('etag') ?? '';
    const again = await fetch(house.url('/assets/index-B1x2Y3z4.js'), {
      headers: { 'if-none-match': etag },
    });
    assert.equal(again.status, 304);
    const icon = await fetch(house.url('/favicon.svg'));
    assert.equal(icon.headers.get('cache-control'), 'no-cache');
  });

  it('does not stand in for what is missing elsewhere', async () => {
    const elsewhere = [
      '/api/v1/nothing',
      '/api',
      '/ws/nothing',
      '/docs/nothing',
      '/health/x',
      '/.well-known/x',
      '/assets/gone-B1x2Y3z4.js',
      '/favicon.ico',
    ];
    for (const path of elsewhere) {
      const response = await fetch(house.url(path), page);
      assert.equal(response.status, 404, path);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    }
    const program = await fetch(house.url('/calls'), { headers: { accept: 'application/json' } });
    assert.equal(program.status, 404);
  });

  it('is only read', async () => {
    const response = await fetch(house.url('/'), { method: 'POST', ...page });
    assert.equal(response.status, 404);
  });
});

describe('path traversal', () => {
  it('leads nowhere', async () => {
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/assets/..\\..\\secret.txt',
      '//secret.txt',
      '/%00secret.txt',
    ];
    for (const path of paths) {
      const bytes = `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n`;
      const answer = await sendRaw(house.port, bytes);
      assert.match(answer, /^HTTP\/1\.1 (?:400|404) /, path);
      assert.doesNotMatch(answer, /SECRET/, path);
    }
  });
});
