import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  type IncomingRequest,
  memoryBindingStore,
  Registrar,
  targetOf,
  tlsConnector,
} from '../../packages/sip/src/index.ts';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { type Baresip, startBaresip } from '../peers/baresip.ts';
import { needs } from '../peers/needs.ts';
import { gateFor } from './desk-gate.ts';
import { answer, description, startTestAgent, type TestAgent } from './test-agent.ts';

const transports = ['udp', 'tcp', 'tls'] as const;

/** A registrar on our agent, and a baresip that is registered there as bob. */
async function registered(t: TestContext, transport: (typeof transports)[number]) {
  const registrar = new Registrar({ store: memoryBindingStore() });
  const gate = gateFor('bob', 'secret');
  const onRequest = async (request: IncomingRequest) => {
    const verdict = await gate.check(request.request, request.source);
    if (verdict.kind === 'ignore') request.ignore();
    else if (verdict.kind === 'challenge') request.respond(verdict.status, verdict);
    else await registrar.serve(request, verdict.username);
  };
  const ours: TestAgent = await startTestAgent(t, {
    onCall: (call, handlers) => {
      if (call.request.uri.includes('ringing@')) call.progress(180);
      else if (call.request.uri.includes('busy@')) call.refuse(486);
      else answer(call);
      return handlers({
        onReferral: (referral) => {
          const { uri } = referral.target;
          ours.log.push(`referred to ${uri.scheme === 'sip' ? uri.user : ''}`);
          referral.accept();
          referral.progress(200);
        },
      });
    },
    handlers: { onRequest: (request) => void onRequest(request) },
    settings: { methods: ['REGISTER'], extensions: ['path', 'outbound'] },
  });
  const tls = tlsConnector(
    { address: '127.0.0.1', port: 0 },
    { certificate: testCertificate, key: testKey },
  );
  const { port: tlsPort } = await ours.agent.transport.addConnections('TLS', tls);
  const port = { ...ours.ports, tls: tlsPort }[transport];
  const server = `127.0.0.1:${port};transport=${transport}`;
  const phone = await startBaresip({
    account: `<sip:bob@${server}>;auth_pass=secret;answermode=auto;regint=60`,
  });
  t.after(() => phone.stop());
  await phone.event('REGISTER_OK');
  return { ours, phone, registrar };
}

async function hangUp(phone: Baresip): Promise<void> {
  await phone.command('hangup');
  await phone.event('CALL_CLOSED');
}

for (const transport of transports)
  test(
    `baresip registers over ${transport.toUpperCase()}, is called, held, and calls`,
    needs('baresip'),
    async (t) => {
      const { ours, phone, registrar } = await registered(t, transport);
      const [binding] = await registrar.bindings('bob');
      assert.ok(binding);
      const from = '"Anna" <sip:anna@127.0.0.1>';
      const call = ours.agent.call(
        { ...targetOf(binding), from, description: description('call') },
        ours.handlers(),
      );
      await phone.event('CALL_ESTABLISHED');
      await ours.until(() => ours.sessions.length === 1);
      const [session] = ours.sessions;
      const hold = await session?.offer(description('hold', 'sendonly'));
      assert.equal(hold?.kind, 'answered');
      call.end();
      await phone.event('CALL_CLOSED');
      await ours.quiet();

      await phone.command('dial', 'anna');
      await phone.event('CALL_ESTABLISHED');
      await ours.until(() => ours.sessions.length === 2);
      await hangUp(phone);
      await ours.quiet();
      assert.equal(ours.log.at(-1), 'ended by remote: hung-up');
    },
  );

test(
  'baresip that gives up while it rings cancels, and hears that we are busy',
  needs('baresip'),
  async (t) => {
    const { ours, phone } = await registered(t, 'udp');
    await phone.command('dial', 'ringing');
    await phone.event('CALL_RINGING');
    await hangUp(phone);
    await ours.until(() => ours.ends.length === 1);
    await phone.command('dial', 'busy');
    assert.match((await phone.event('CALL_CLOSED')).param, /486/);
    await ours.quiet();
    assert.deepEqual(ours.log, ['ended by remote: cancelled']);
  },
);

test('baresip transfers us blind, and we transfer it', needs('baresip'), async (t) => {
  const { ours, phone } = await registered(t, 'tcp');
  await phone.command('dial', 'anna');
  await phone.event('CALL_ESTABLISHED');
  await ours.until(() => ours.sessions.length === 1);
  await phone.command('transfer', 'sip:carol@127.0.0.1');
  await ours.until(() => ours.log.includes('referred to carol'));
  await ours.quiet();

  await phone.command('dial', 'anna');
  await ours.until(() => ours.sessions.length === 2);
  const done: unknown[] = [];
  ours.sessions[1]?.transfer(`sip:busy@127.0.0.1:${ours.ports.tcp};transport=tcp`, {
    onDone: (status) => void done.push(status),
  });
  await phone.event('TRANSFER');
  await ours.until(() => done.length === 1);
  assert.deepEqual(done, [486]);
  await hangUp(phone);
  await ours.quiet();
});
