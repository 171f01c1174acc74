import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAriServer, recordedAnswer, recording } from '../../../test/ari-server.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type LogLine, recordingLogger } from '../../../test/recording-logger.ts';
import { Secret } from '../../kernel/index.ts';
import { AriPbx } from './index.ts';

function lookInto(url: string, password = recording.password) {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  const access = { url, user: 'sge', password: new Secret(password) };
  return { clock, lines, pbx: new AriPbx({ access, clock, logger: recordingLogger(lines) }) };
}

const ok = (body: string, head = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${head}\r\n${body}`;

test('a recorded Asterisk is reachable, of its version, and started when it said', async (t) => {
  const { pbx, clock } = lookInto((await openAriServer(t)).url);
  assert.deepEqual(await pbx.health(), {
    ...{ reachable: true, failure: null, sinceMs: clock.nowMs() },
    version: recording.asterisk.version,
    startedAtMs: startOf(recording.answers['/ari/asterisk/info?only=system,status']),
  });
});

function startOf(answer = ''): number {
  return Date.parse(/"startup_time":"([^"]+)\+0000"/.exec(answer)?.[1]?.concat('Z') ?? '');
}

test('its channels are read without what their applications were given', async (t) => {
  const { pbx } = lookInto((await openAriServer(t)).url);
  const channels = await pbx.channels();
  assert.equal(channels.length, 4);
  assert.partialDeepStrictEqual(
    channels.find(({ name }) => name === 'PJSIP/2001-00000000'),
    {
      ...{ state: 'Up', context: 'phones', extension: '*43', application: 'Echo' },
      caller: { name: 'Reception', number: '2001' },
    },
  );
  assert.ok(recordedAnswerHolds('PJSIP/2001,45'));
  assert.ok(!JSON.stringify(channels).includes('PJSIP/2001,45'));
});

function recordedAnswerHolds(text: string): boolean {
  return recording.answers['/ari/channels']?.includes(text) ?? false;
}

test('it is looked at every 30 s, and a change is told once, with when it came', async (t) => {
  let isUp = true;
  const server = await openAriServer(t, (head) =>
    isUp ? recordedAnswer(head) : 'HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n',
  );
  const { pbx, clock, lines } = lookInto(server.url);
  t.after(() => pbx.stop());
  const startedMs = clock.nowMs();
  pbx.start();
  await server.asked();
  assert.equal((await pbx.health()).sinceMs, startedMs);
  isUp = false;
  const asked = server.asked();
  clock.advance(30_000);
  await asked;
  clock.advance(4_000);
  const { reachable, failure, sinceMs } = await pbx.health();
  assert.deepEqual([reachable, failure], [false, 'unexpected_answer']);
  assert.ok(sinceMs >= startedMs + 30_000);
  await pbx.health();
  assert.deepEqual(
    lines.map(({ level, fields }) => [level, fields.failure]),
    [
      ['info', undefined],
      ['warn', 'unexpected_answer'],
    ],
  );
});

for (const [what, answer, failure] of [
  ['a wrong password', recording.answer_to_wrong_password, 'credentials_refused'],
  ['HTML', ok('<html>'), 'unexpected_answer'],
  ['JSON that is no list of channels', ok('[{"id":1}]'), 'unexpected_answer'],
  ['another server to ask', moved('http://127.0.0.1:1/'), 'unexpected_answer'],
  ['more than 8 MiB', ok(' '.repeat(8 * 1024 * 1024 + 1)), 'too_large'],
  ['no HTTP', 'SSH-2.0-x\r\n\r\n', 'unreachable'],
  ['half of what it announced', ok('[]').replace('th: 2', 'th: 9'), 'unreachable'],
] as const) {
  test(`${what} is ${failure}`, async (t) => {
    const { pbx } = lookInto((await openAriServer(t, () => answer)).url);
    const params = { reason: failure };
    await assert.rejects(pbx.channels(), { code: 'pbx_unavailable', params });
  });
}

function moved(to: string): string {
  return `HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`;
}

test('nobody there is unreachable, and the log says why, but not the password', async () => {
  const { pbx, lines } = lookInto('http://127.0.0.1:1/ari', 'very secret');
  assert.partialDeepStrictEqual(await pbx.health(), { reachable: false, failure: 'unreachable' });
  assert.ok(!JSON.stringify(lines).includes('very secret'));
  assert.equal(lines.length, 1);
});

test('an Asterisk that never answers is given up after 5 s', async (t) => {
  const server = await openAriServer(t, () => undefined);
  const { pbx, clock } = lookInto(server.url);
  const asked = server.asked();
  const bridges = pbx.bridges();
  await asked;
  clock.advance(5_000);
  await assert.rejects(bridges, { code: 'pbx_unavailable', params: { reason: 'timeout' } });
  assert.equal(clock.pending, 0);
});

test('stopping ends a question that is still open', async (t) => {
  const server = await openAriServer(t, () => undefined);
  const { pbx, clock } = lookInto(server.url);
  const asked = server.asked();
  const endpoints = pbx.endpoints();
  await asked;
  pbx.stop();
  await assert.rejects(endpoints, { code: 'pbx_unavailable' });
  assert.equal(clock.pending, 0);
});
