import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  memoryBindingStore,
  Registrar,
  type RegistrationEvent,
  targetOf,
} from '../../packages/sip/src/index.ts';
import { type KamailioOptions, startKamailio } from '../peers/kamailio.ts';
import { needs } from '../peers/needs.ts';
import { answer, description, startTestAgent } from './test-agent.ts';

async function proxy(t: TestContext, options: KamailioOptions = {}) {
  const kamailio = await startKamailio(options);
  t.after(() => kamailio.stop());
  return kamailio.port;
}

const offer = { from: '<sip:us@127.0.0.1>', description: description('offer') };

for (const transport of ['udp', 'tcp'] as const)
  test(
    `a call through kamailio over ${transport.toUpperCase()} is routed by it to the end, both ways`,
    needs('kamailio'),
    async (t) => {
      const port = await proxy(t);
      const [caller, callee] = [await startTestAgent(t), await startTestAgent(t)];
      const routes = [`<sip:127.0.0.1:${port};transport=${transport};lr>`];
      const uri = `sip:them@127.0.0.1:${callee.ports[transport]};transport=${transport}`;
      caller.agent.call({ ...offer, uri, routes }, caller.handlers());
      await caller.until(() => caller.sessions.length === 1 && callee.sessions.length === 1);
      for (const session of [caller.sessions[0], callee.sessions[0]]) {
        // The proxy has recorded itself, and is on the way of both ends.
        assert.match(session?.dialog.routeSet[0] ?? '', new RegExp(`127\\.0\\.0\\.1:${port}`));
        const outcome = await session?.offer(description('hold', 'sendonly'));
        assert.equal(outcome?.kind, 'answered');
      }
      callee.agent.endCalls();
      await caller.quiet();
      await callee.quiet();
      assert.equal(caller.log.at(-1), 'ended by remote: hung-up');
    },
  );

test('a cancelled and a refused call go through kamailio', needs('kamailio'), async (t) => {
  const port = await proxy(t);
  const caller = await startTestAgent(t);
  const callee = await startTestAgent(t, {
    onCall: (call, handlers) => {
      if (call.request.uri.includes('busy')) call.refuse(486);
      else call.progress(180);
      return handlers();
    },
  });
  const routes = [`<sip:127.0.0.1:${port};lr>`];
  const uri = (user: string) => `sip:${user}@127.0.0.1:${callee.ports.udp}`;
  const call = caller.agent.call({ ...offer, uri: uri('them'), routes }, caller.handlers());
  await caller.until(() => caller.log.includes('180'));
  call.end();
  await caller.quiet();
  await callee.quiet();
  assert.deepEqual(callee.log, ['ended by remote: cancelled']);
  caller.agent.call({ ...offer, uri: uri('busy'), routes }, caller.handlers());
  await caller.until(() => caller.log.includes('ended by remote: refused 486'));
});

test(
  'kamailio forks a call: both ring, one answers, the other hears why it stops',
  needs('kamailio'),
  async (t) => {
    const desk = await startTestAgent(t, {
      onCall: (call, handlers) => {
        call.progress(180);
        return handlers();
      },
    });
    const mobile = await startTestAgent(t, {
      onCall: (call, handlers) => {
        call.progress(183, { description: description('early'), reliable: true });
        void desk.until(() => desk.agent.open.calls === 1).then(() => call.accept());
        return handlers();
      },
    });
    const target = ({ ports }: { readonly ports: { readonly udp: number } }) =>
      `sip:both@127.0.0.1:${ports.udp}`;
    const port = await proxy(t, { forkTo: [target(desk), target(mobile)] });
    const caller = await startTestAgent(t);
    const call = caller.agent.call(
      { ...offer, uri: `sip:both@127.0.0.1:${port}` },
      caller.handlers(),
    );
    await caller.until(() => caller.sessions.length === 1);
    await desk.quiet();
    assert.deepEqual(desk.log, ['ended by remote: cancelled']);
    assert.ok(caller.log.includes('183 early'));
    call.end();
    await caller.quiet();
    await mobile.quiet();
    assert.equal(mobile.log.at(-1), 'ended by remote: hung-up');
  },
);

test(
  'a device that registers through kamailio is called by its path',
  needs('kamailio'),
  async (t) => {
    const registrar = new Registrar({ store: memoryBindingStore() });
    const server = await startTestAgent(t, {
      handlers: { onRequest: (request) => void registrar.serve(request, 'bob') },
      settings: { methods: ['REGISTER'], extensions: ['path', 'outbound'] },
    });
    const port = await proxy(t, { registrar: `sip:127.0.0.1:${server.ports.udp}` });
    const device = await startTestAgent(t, {
      onCall: (call, handlers) => {
        answer(call);
        return handlers();
      },
    });
    const states: RegistrationEvent[] = [];
    const registration = device.agent.register({
      registrar: 'sip:127.0.0.1',
      address: '<sip:bob@127.0.0.1>',
      contactUser: 'bob',
      routes: [`<sip:127.0.0.1:${port};lr>`],
      onState: (state) => void states.push(state),
    });
    await device.until(() => states.length === 1);
    assert.equal(states[0]?.kind, 'registered');
    const [binding] = await registrar.bindings('bob');
    assert.ok(binding);
    assert.match(binding.path[0] ?? '', new RegExp(`127\\.0\\.0\\.1:${port}`));
    const call = server.agent.call({ ...offer, ...targetOf(binding) }, server.handlers());
    await server.until(() => server.sessions.length === 1);
    call.end();
    await server.quiet();
    await device.quiet();
    registration.stop();
    await device.until(() => states.length === 2);
    assert.deepEqual(await registrar.bindings('bob'), []);
  },
);
