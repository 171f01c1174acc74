import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, type TestContext, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { startProduct } from '../peers/product.ts';
import { receive, receiveWith, request, respond, scenarioOf } from '../sip/scenario.ts';
import { sippCalls } from '../sip/sipp.ts';
import { furnish, made } from './desk.ts';
import { portsForLines } from './free-udp-ports.ts';
import { type PhoneHouse, phoneHouseOf } from './phone-house.ts';
import type { TonePhone } from './tone-phone.ts';

const LOOK_MS = 20;

const talks = [
  request('INVITE', { session: 'transferor' }),
  receive(100, { optional: true }),
  receive(180, { optional: true }),
  receive(200),
  request('ACK'),
] as const;
/** The server hangs up on who is not in the call any more. */
const isLetGo = [receive('BYE'), respond(200, { within: true })] as const;

/** Somebody in its call holds it, and not any more. */
const isHeldForAWhile = (['sendonly', 'sendrecv'] as const).flatMap((direction) => [
  receiveWith('INVITE', 'body', `a=${direction}`),
  respond(200, { within: true, session: 'transferor' }),
  receive('ACK'),
]);

/** It asks for the peer of another of its calls, and hears NOTIFYs of these statuses. */
function refers(to: string, ...statuses: readonly number[]) {
  const notified = statuses.flatMap((status) => [
    receiveWith('NOTIFY', 'body', `SIP/2.0 ${status}`),
    respond(200, { within: true }),
  ]);
  return [request('REFER', { cseq: 2, headers: [`Refer-To: ${to}`] }), receive(202), ...notified];
}

/** Replaces (RFC 3891) of the call that sipp's trace of its messages is about, escaped for a URI. */
async function replacesIn(file: string): Promise<string> {
  const endMs = performance.now() + 15_000;
  for (;;) {
    const trace = await readFile(file, 'utf8').catch(() => '');
    const answer = /SIP\/2\.0 200 OK\r?\n(?:.+\r?\n)+/.exec(trace)?.[0];
    if (answer !== undefined && /^ACK /m.test(trace)) {
      const field = (pattern: RegExp) => pattern.exec(answer)?.[1]?.trim() ?? '';
      const value =
        `${field(/^Call-ID: *(.*)$/im)};to-tag=${field(/^To:.*;tag=([^;\r\n]*)/im)}` +
        `;from-tag=${field(/^From:.*;tag=([^;\r\n]*)/im)}`;
      return encodeURIComponent(value);
    }
    if (performance.now() > endMs) throw new Error(`sipp never talked:\n${trace}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

suite('a PBX that puts two through to one another', needs('baresip', 'sipp'), () => {
  let house: PhoneHouse;
  let bob: TonePhone;
  let carol: TonePhone;
  let asBob: string;

  before(async () => {
    // Of four phones, and the second of the one who is moved.
    house = await phoneHouseOf(await startProduct({ env: await portsForLines(5) }));
    const peer = { name: 'pbx', auth: 'ip', source_ips: ['127.0.0.1'] };
    await made(house.ask('POST', '/trunks', { ...peer, uri: 'sip:127.0.0.1' }));
    bob = await furnish(house, { user: 'bob', toneHz: 440, number: '1001' });
    asBob = await house.token('bob');
    carol = await furnish(house, { user: 'carol', toneHz: 1000, number: '1002' });
  });
  after(async () => {
    await Promise.all([bob.stop(), carol.stop()]);
    await house.product.stop();
  });

  /** The id of the only call that bob is in, once it stands so. */
  async function callOfBob(status: string): Promise<string> {
    const fits = (call: object) => 'status' in call && call.status === status;
    const { data } = await house.until(
      '/calls',
      ({ data: calls }) => Array.isArray(calls) && calls.length === 1 && calls.every(fits),
      asBob,
    );
    const [call] = Array.isArray(data) ? data : [];
    return String(call.id);
  }

  async function traceFile(t: TestContext): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'sge-trace-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'messages.log');
  }

  function calls(t: TestContext, number: string, scenario: string, more: readonly string[] = []) {
    return sippCalls(t, house.sipPort, { scenario, more: ['-s', number, ...more] });
  }

  test('leaves both, and they hear one another until one of them hangs up', async (t) => {
    const trace = await traceFile(t);
    const toCarol = calls(t, '1002', scenarioOf('consults', ...talks, ...isLetGo), [
      ...['-trace_msg', '-message_file', trace],
    ]);
    await carol.answers();
    const target = `<sip:1002@127.0.0.1?Replaces=${await replacesIn(trace)}>`;
    const steps = [...talks, ...isHeldForAWhile, ...refers(target, 100, 200), ...isLetGo];
    const toBob = calls(t, '1001', scenarioOf('refers', ...steps));
    await bob.answers();
    await bob.phone.event('CALL_RTPESTAB');
    // So that it transfers what is there, and not before.
    const path = `/calls/${await callOfBob('connected')}`;
    for (const what of ['hold', 'resume']) {
      await house.ask('POST', `${path}/${what}`, undefined, asBob);
    }
    await Promise.all([toBob, toCarol]);
    assert.notEqual(`/calls/${await callOfBob('connected')}`, path);
    await Promise.all([bob.hears(1000), carol.hears(440)]);
    await bob.hangsUp();
    await Promise.all([bob.isLeft(), carol.isLeft()]);
    const { body } = await house.ask('GET', '/calls?state=ended', undefined, asBob);
    assert.partialDeepStrictEqual(body.data, [
      { end_reason: 'completed' },
      { end_reason: 'completed' },
    ]);
  });

  test('keeps its call where there is no such other', async (t) => {
    const nobody = encodeURIComponent('none@pbx;to-tag=1;from-tag=2');
    const target = `<sip:1002@127.0.0.1?Replaces=${nobody}>`;
    const goesOn = [request('BYE', { cseq: 3 }), receive(200)];
    const scenario = scenarioOf('refers', ...talks, ...refers(target, 100, 481), ...goesOn);
    const toBob = calls(t, '1001', scenario);
    await bob.answers();
    await Promise.all([toBob, bob.isLeft()]);
  });
});
