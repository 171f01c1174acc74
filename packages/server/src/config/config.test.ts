import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigurationError, configurationReference, describeValues, loadConfig } from './index.ts';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems;
  }
  assert.fail('the configuration was accepted');
}

test('an empty environment gives the documented defaults', () => {
  const config = loadConfig({ PATH: '/bin' });
  assert.equal(config.SGE_HTTP_HOST, '127.0.0.1');
  assert.equal(config.SGE_HTTP_PORT, 8080);
  assert.equal(config.SGE_DATA_DIR, './data');
  assert.deepEqual(config.SGE_MEDIA_PORTS, { first: 40_000, last: 40_999 });
  assert.equal(config.SGE_SIP_PORT, 5060);
  assert.equal(config.SGE_AGI_PORT, 4573);
  assert.equal(config.SGE_SNMP_PORT, 161);
  assert.ok(Object.isFrozen(config));
});

test('an unknown key is named', () => {
  assert.match(problemsOf({ SGE_HTTP_PROT: '1' })[0] ?? '', /^SGE_HTTP_PROT is not/);
});

test('every bad value is named in one go, with what it should have been', () => {
  const problems = problemsOf({
    SGE_HTTP_PORT: '70000',
    SGE_LOG_LEVEL: 'loud',
    SGE_MEDIA_PORTS: '5-4',
    SGE_PUBLIC_URL: 'https://x.example/path',
    SGE_STUN_URLS: 'http://x',
    SGE_TRUSTED_PROXIES: '10.0.0.0/33',
    SGE_CALL_IDLE_S: '-1',
  });
  assert.equal(problems.length, 7);
  assert.match(
    problems.join('\n'),
    /SGE_HTTP_PORT must be a whole number from 0 to 65535, not "70000"/,
  );
});

test('a secret that is refused is not repeated in the sentence', () => {
  const text = problemsOf({ SGE_TURN_SECRET: 'short', SGE_DATABASE_URL: 'mysql://u:pw@h' }).join();
  assert.ok(!text.includes('short') && !text.includes('pw'));
});

test('plain HTTP that others can reach is refused, and accepted behind TLS or a trusted proxy', () => {
  assert.match(problemsOf({ SGE_HTTP_HOST: '0.0.0.0' })[0] ?? '', /SGE_HTTP_HOST/);
  assert.match(problemsOf({ SGE_HTTP_HOST: '127.0.0.1.example' })[0] ?? '', /SGE_HTTP_HOST/);
  loadConfig({ SGE_HTTP_HOST: '0.0.0.0', SGE_TRUSTED_PROXIES: '10.0.0.1' });
  loadConfig({ SGE_HTTP_HOST: '::', SGE_TLS_CERT: 'c.pem', SGE_TLS_KEY: 'k.pem' });
});

test('impossible combinations name their keys', () => {
  assert.match(problemsOf({ SGE_TLS_CERT: 'c.pem' })[0] ?? '', /SGE_TLS_KEY is missing/);
  assert.match(problemsOf({ SGE_TURN_URLS: 'turn:t.example' })[0] ?? '', /SGE_TURN_SECRET/);
  assert.match(problemsOf({ SGE_NATS_URL: 'nats://h' })[0] ?? '', /SGE_NATS_URL/);
});

test('a file gives keys, the environment wins, and its unknown keys are refused too', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sge-config-')), 'sge.env');
  writeFileSync(file, '# comment\nSGE_HTTP_PORT=9000\nSGE_LOG_LEVEL=debug\n');
  const config = loadConfig({ SGE_CONFIG_FILE: file, SGE_LOG_LEVEL: 'warn' });
  assert.equal(config.SGE_HTTP_PORT, 9000);
  assert.equal(config.SGE_LOG_LEVEL, 'warn');
  writeFileSync(file, 'HTTP_PORT=9000\n');
  assert.match(problemsOf({ SGE_CONFIG_FILE: file })[0] ?? '', /^HTTP_PORT is not/);
  assert.match(problemsOf({ SGE_CONFIG_FILE: `${file}.gone` })[0] ?? '', /SGE_CONFIG_FILE/);
});

test('secrets do not print', () => {
  const config = loadConfig({
    SGE_DATABASE_URL: 'postgres://sge:hunter2hunter2@localhost/sge',
    SGE_TURN_SECRET: 'sixteen characters',
  });
  const printed = `${describeValues(config)}${JSON.stringify(config)}`;
  assert.ok(!printed.includes('hunter2') && !printed.includes('sixteen'));
  assert.match(printed, /SGE_MEDIA_PORTS=40000-40999/);
});

test('the configuration reference in docs is the one that is generated', () => {
  const file = new URL('../../../../docs/reference/configuration.md', import.meta.url);
  assert.equal(readFileSync(file, 'utf8'), configurationReference());
});

test('a line of the file that is no NAME=value is named, not passed over', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sge-config-')), 'sge.env');
  writeFileSync(file, '# a comment\n\nexport SGE_HTTP_PORT = 0\nSGE_LOG_LEVEL: debug\n');
  assert.deepEqual(problemsOf({ SGE_CONFIG_FILE: file }), [
    'Line 4 of SGE_CONFIG_FILE is not NAME=value.',
  ]);
});

test('SIP over TLS needs a certificate, and is not left out in silence', () => {
  const port = { SGE_SIP_TLS_PORT: '5061' };
  assert.deepEqual(problemsOf(port), ['SGE_SIP_TLS_PORT needs SGE_TLS_CERT and SGE_TLS_KEY.']);
  loadConfig({ ...port, SGE_TLS_CERT: 'c.pem', SGE_TLS_KEY: 'k.pem' });
});

test('the password for ARI goes to loopback or over TLS, and nowhere without an address', () => {
  const password = { SGE_ARI_PASSWORD: 'ari-password' };
  for (const url of ['http://pbx.example:8088/ari', 'http://192.0.2.7:8088/ari']) {
    assert.match(problemsOf({ ...password, SGE_ARI_URL: url })[0] ?? '', /in the clear/);
  }
  for (const url of ['http://[::1]:8088/ari', 'http://localhost/ari', 'https://pbx.example/ari/']) {
    const config = loadConfig({ ...password, SGE_ARI_URL: url });
    assert.equal(config.SGE_ARI_URL, url.replace(/\/$/, ''));
  }
  assert.match(problemsOf(password)[0] ?? '', /SGE_ARI_URL is missing/);
  for (const scheme of ['https://', 'https:', 'ari://', '']) {
    const url = `${scheme}sge:secret@pbx.example/ari`;
    const said = problemsOf({ SGE_ARI_URL: url, SGE_ARI_USER: 'a:b' }).join();
    assert.match(said, /SGE_ARI_URL must be .*@pbx.example.*SGE_ARI_USER must be/);
    assert.ok(!said.includes('sge:secret'), said);
  }
});
