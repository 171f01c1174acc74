import assert from 'node:assert/strict';
import test from 'node:test';
import { needs } from '../peers/needs.ts';
import { gateFor } from './desk-gate.ts';
import { pause, receive, request, respond, scenarioOf } from './scenario.ts';
import { sippCalls } from './sipp.ts';
import { answer, description, startTestAgent } from './test-agent.ts';

const established = [
  receive(100, { optional: true }),
  receive(180, { optional: true }),
  receive(200),
];
const offer = { session: 'offer', outside: true };

test('sipp calls over UDP and hangs up', needs('sipp'), async (t) => {
  const { ports, log, quiet } = await startTestAgent(t);
  await sippCalls(t, ports.udp, { scenario: 'uac', calls: 30, more: ['-r', '30'] });
  await quiet();
  assert.equal(log.filter((line) => line === 'established').length, 30);
  assert.equal(log.filter((line) => line === 'ended by remote: hung-up').length, 30);
});

test('sipp calls over TCP and hangs up', needs('sipp'), async (t) => {
  const { ports, log, quiet } = await startTestAgent(t);
  await sippCalls(t, ports.tcp, {
    scenario: 'uac',
    transport: 'tcp',
    calls: 30,
    more: ['-r', '30'],
  });
  await quiet();
  assert.equal(log.filter((line) => line === 'ended by remote: hung-up').length, 30);
});

test(
  'calls succeed where one packet in ten is lost and every one comes twice',
  needs('sipp'),
  async (t) => {
    const { ports, log, quiet } = await startTestAgent(t, {
      settings: { timings: { t1Ms: 500, t2Ms: 4_000, t4Ms: 5_000 } },
      through: (bind) => async (onDatagram) => {
        const twice = (
          bytes: Uint8Array,
          from: { readonly address: string; readonly port: number },
        ) => {
          onDatagram(Uint8Array.from(bytes), from);
          onDatagram(bytes, from);
        };
        const socket = await bind(twice);
        return {
          ...socket,
          send: async (bytes, to) =>
            void (await Promise.all([socket.send(bytes, to), socket.send(bytes, to)])),
        };
      },
    });
    // Where ACK and BYE are both lost, sipp takes the 2xx that comes again for the answer to its BYE.
    for (const kept of ['ACK', 'BYE']) {
      const keep = (method: string) => (method === kept ? { kept: true as const } : {});
      const scenario = scenarioOf(
        'loss',
        request('INVITE', offer),
        ...established,
        request('ACK', keep('ACK')),
        request('BYE', { cseq: 2, ...keep('BYE') }),
        receive(200),
      );
      await sippCalls(t, ports.udp, { scenario, calls: 30, more: ['-r', '30', '-lost', '10'] });
    }
    await quiet();
    assert.equal(log.filter((line) => line === 'ended by remote: hung-up').length, 60);
  },
);

test('OPTIONS is answered', needs('sipp'), async (t) => {
  const { ports } = await startTestAgent(t);
  const scenario = scenarioOf('options', request('OPTIONS', { outside: true }), receive(200));
  await sippCalls(t, ports.udp, { scenario, calls: 10 });
});

test('a CANCEL while it rings ends the call with 487', needs('sipp'), async (t) => {
  const { ports, log, quiet } = await startTestAgent(t, {
    onCall: (call, handlers) => {
      call.progress(180);
      return handlers();
    },
  });
  const scenario = scenarioOf(
    'cancel',
    request('INVITE', offer),
    receive(100, { optional: true }),
    receive(180),
    request('CANCEL', { outside: true, branchOf: 3 }),
    receive(200),
    receive(487),
    request('ACK', { branchOf: 6 }),
  );
  await sippCalls(t, ports.udp, { scenario });
  await quiet();
  assert.deepEqual(log, ['ended by remote: cancelled']);
});

test(
  'a call without an offer gets one, and its answer comes in the ACK',
  needs('sipp'),
  async (t) => {
    const { ports, log, quiet } = await startTestAgent(t, {
      onCall: (call, handlers) => {
        assert.equal(call.offer, undefined);
        call.accept({ description: description('our-offer') });
        return handlers();
      },
    });
    const scenario = scenarioOf(
      'delayed offer',
      request('INVITE', { outside: true }),
      ...established,
      request('ACK', { session: 'late-answer' }),
      request('BYE', { cseq: 2 }),
      receive(200),
    );
    await sippCalls(t, ports.udp, { scenario });
    await quiet();
    assert.deepEqual(log, ['answer late-answer', 'established', 'ended by remote: hung-up']);
  },
);

test(
  'a re-INVITE holds and another resumes; one without an offer gets ours',
  needs('sipp'),
  async (t) => {
    const { ports, log, quiet } = await startTestAgent(t);
    const scenario = scenarioOf(
      'hold',
      request('INVITE', offer),
      ...established,
      request('ACK'),
      request('INVITE', { cseq: 2, session: 'hold', direction: 'sendonly' }),
      ...established,
      request('ACK', { cseq: 2 }),
      request('INVITE', { cseq: 3 }),
      ...established,
      request('ACK', { cseq: 3, session: 'resume' }),
      request('BYE', { cseq: 4 }),
      receive(200),
    );
    await sippCalls(t, ports.udp, { scenario });
    await quiet();
    assert.deepEqual(log, [
      'established',
      'offer hold',
      'answer resume',
      'ended by remote: hung-up',
    ]);
  },
);

test('a reliable provisional response waits for its PRACK', needs('sipp'), async (t) => {
  const { ports, log, quiet } = await startTestAgent(t, {
    onCall: (call, handlers) => {
      call.progress(183, { description: description('early') });
      call.accept();
      return handlers();
    },
  });
  const scenario = scenarioOf(
    'prack',
    request('INVITE', { ...offer, headers: ['Require: 100rel'] }),
    receive(100, { optional: true }),
    () =>
      '<recv response="183"><action><ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="4"/></action></recv>',
    pause(200),
    request('PRACK', { cseq: 2, headers: ['RAck: [$4] 1 INVITE'] }),
    receive(183, { optional: true }),
    receive(200),
    receive(200),
    request('ACK'),
    request('BYE', { cseq: 3 }),
    receive(200),
  );
  await sippCalls(t, ports.udp, { scenario });
  await quiet();
  assert.deepEqual(log, ['established', 'ended by remote: hung-up']);
});

test(
  'the caller refreshes the session by UPDATE and by re-INVITE; a brief interval is 422',
  needs('sipp'),
  async (t) => {
    const { ports, log, sessions, until, quiet } = await startTestAgent(t, {
      settings: { sessionTimer: { intervalS: 1_800, minimumS: 120 } },
    });
    const timer = (seconds: number) => ({
      headers: ['Supported: timer', `Session-Expires: ${seconds};refresher=uac`],
    });
    const scenario = scenarioOf(
      'refresh',
      request('INVITE', { ...offer, ...timer(90) }),
      receive(100, { optional: true }),
      receive(422),
      request('ACK', { branchOf: 3 }),
      request('INVITE', { ...offer, cseq: 2, ...timer(300) }),
      ...established,
      request('ACK', { cseq: 2 }),
      request('UPDATE', { cseq: 3, ...timer(300) }),
      receive(200),
      request('INVITE', { cseq: 4, session: 'offer', ...timer(300) }),
      ...established,
      request('ACK', { cseq: 4 }),
      pause(200),
      request('BYE', { cseq: 5 }),
      receive(200),
    );
    const done = sippCalls(t, ports.udp, { scenario });
    await Promise.race([done, until(() => sessions.length === 1)]);
    assert.deepEqual(sessions[0]?.timer, { act: 'end', afterMs: 268_000 });
    await done;
    await quiet();
    assert.deepEqual(log, ['established', 'offer offer', 'ended by remote: hung-up']);
  },
);

test('a REFER is accepted and its progress told', needs('sipp'), async (t) => {
  const targets: string[] = [];
  const { ports, quiet } = await startTestAgent(t, {
    onCall: (call, handlers) => {
      answer(call);
      return handlers({
        onReferral: (referral) => {
          const { uri } = referral.target;
          targets.push(uri.scheme === 'sip' ? `${uri.user}` : '');
          referral.accept();
          referral.progress(200);
        },
      });
    },
  });
  const scenario = scenarioOf(
    'refer',
    request('INVITE', offer),
    ...established,
    request('ACK'),
    request('REFER', { cseq: 2, headers: ['Refer-To: <sip:carol@127.0.0.1>'] }),
    receive(202),
    receive('NOTIFY'),
    respond(200, { within: true }),
    receive('NOTIFY'),
    respond(200, { within: true }),
    request('BYE', { cseq: 3 }),
    receive(200),
  );
  await sippCalls(t, ports.udp, { scenario });
  await quiet();
  assert.deepEqual(targets, ['carol']);
});

test('INFO is heard, and a busy callee is 486', needs('sipp'), async (t) => {
  let calls = 0;
  const { ports, log, quiet } = await startTestAgent(t, {
    onCall: (call, handlers) => {
      calls += 1;
      if (calls > 1) call.refuse(486);
      else answer(call);
      return handlers({
        onRequest: (info) => {
          log.push(info.request.method);
          info.respond(200);
        },
      });
    },
  });
  const info = scenarioOf(
    'info',
    request('INVITE', offer),
    ...established,
    request('ACK'),
    request('INFO', { cseq: 2, headers: ['Info-Package: x'] }),
    receive(200),
    request('BYE', { cseq: 3 }),
    receive(200),
  );
  await sippCalls(t, ports.udp, { scenario: info });
  const busy = scenarioOf(
    'busy',
    request('INVITE', offer),
    receive(100, { optional: true }),
    receive(486),
    request('ACK', { branchOf: 3 }),
  );
  await sippCalls(t, ports.udp, { scenario: busy });
  await quiet();
  assert.deepEqual(log, ['established', 'INFO', 'ended by remote: hung-up']);
});

test('a caller proves who it is', needs('sipp'), async (t) => {
  const gate = gateFor('desk', 'secret');
  const { ports, log, quiet } = await startTestAgent(t, {
    onCall: (call, handlers) => {
      void gate.check(call.request, call.source).then((verdict) => {
        if (verdict.kind === 'ignore') call.ignore();
        else if (verdict.kind === 'challenge') call.refuse(verdict.status, verdict);
        else answer(call);
      });
      return handlers();
    },
  });
  const scenario = scenarioOf(
    'auth',
    request('INVITE', offer),
    receive(100, { optional: true }),
    receive(401, { auth: true }),
    request('ACK', { branchOf: 3 }),
    request('INVITE', {
      ...offer,
      cseq: 2,
      headers: ['[authentication username=desk password=secret]'],
    }),
    ...established,
    request('ACK', { cseq: 2 }),
    request('BYE', { cseq: 3 }),
    receive(200),
  );
  await sippCalls(t, ports.udp, { scenario });
  await quiet();
  assert.deepEqual(log, ['ended by local: refused 401', 'established', 'ended by remote: hung-up']);
});
