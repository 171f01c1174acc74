import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { needs, programOf } from '../peers/needs.ts';
import { startAnsweringAgent } from './answering-agent.ts';

const run = promisify(execFile);
const calls = 30;
const optionsScenario = join(import.meta.dirname, 'options.xml');

async function agent(t: TestContext) {
  const started = await startAnsweringAgent();
  t.after(() => started.close());
  return started;
}

/** Runs sipp to its end; rejects with what it said where a call failed. */
async function sipp(t: TestContext, port: number, ...options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sge-sipp-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bounds = ['-m', String(calls), '-r', '30', '-timeout', '60s', '-timeout_error', '-nostdin'];
  const target = [`127.0.0.1:${port}`, '-i', '127.0.0.1', ...bounds, ...options];
  await run(programOf('sipp'), target, { cwd: folder, env: { ...process.env, TERM: 'xterm' } });
}

test('sipp calls over UDP: INVITE, ACK and BYE of every call', needs('sipp'), async (t) => {
  const { ports, counts } = await agent(t);
  await sipp(t, ports.udp, '-sn', 'uac');
  assert.deepEqual(Object.fromEntries(counts), { INVITE: calls, ACK: calls, BYE: calls });
});

test('sipp calls over TCP: INVITE, ACK and BYE of every call', needs('sipp'), async (t) => {
  const { ports, counts, openTransactions } = await agent(t);
  await sipp(t, ports.tcp, '-sn', 'uac', '-t', 't1');
  assert.deepEqual(Object.fromEntries(counts), { INVITE: calls, ACK: calls, BYE: calls });
  // Nothing lingers on TCP but what waits for more 2xx to acknowledge (RFC 6026, timer L).
  assert.equal(openTransactions(), calls);
});

test(
  'sipp calls succeed where one packet in ten is lost, and none is answered twice',
  needs('sipp'),
  async (t) => {
    const { ports, counts } = await agent(t);
    await sipp(t, ports.udp, '-sn', 'uac', '-lost', '10');
    assert.equal(counts.get('INVITE'), calls);
    assert.equal(counts.get('BYE'), calls);
    assert.equal(counts.get('unacknowledged'), undefined);
  },
);

test('sipp asks for OPTIONS and is answered', needs('sipp'), async (t) => {
  const { ports, counts } = await agent(t);
  await sipp(t, ports.udp, '-sf', optionsScenario);
  assert.equal(counts.get('OPTIONS'), calls);
});
