import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { memoryBindingStore } from '../registration/binding-store.ts';
import { Registrar } from '../registration/registrar.ts';
import type { RegistrationEvent } from '../registration/registration.ts';
import { agent } from '../testing/agent.ts';
import { testCertificate, testKey } from '../testing/certificate.ts';
import { Phone, sdp } from '../testing/phone.ts';
import { signal } from '../testing/signal.ts';
import { webSocketConnector, webSocketDialer } from '../transport/web-socket.ts';
import type { UserAgent } from './user-agent.ts';

const tls = { certificate: testCertificate, key: testKey, authorities: testCertificate };

/** A PBX that serves WSS, and the connections that its requests came by. */
async function pbx(t: TestContext, port = 0) {
  const registrar = new Registrar({ store: memoryBindingStore() });
  const flows = new Set<string | undefined>();
  const callee = new Phone('pbx');
  const settings = { methods: ['REGISTER'], extensions: ['path', 'outbound'] };
  const server = agent(
    t,
    {
      admits: ({ flow }) => {
        flows.add(flow);
        return true;
      },
      onRequest: (request) => void registrar.serve(request, 'trunk'),
      onCall: (call) => {
        call.accept({ description: sdp('answer') });
        return callee.handlers();
      },
    },
    settings,
  );
  const at = { address: '127.0.0.1', port };
  const local = await server.transport.addConnections('WSS', webSocketConnector(at, { tls }));
  return { server, flows, callee, port: local.port };
}

/** One that can dial and not be dialled. */
function client(t: TestContext): UserAgent {
  const made = agent(t, {});
  made.transport.addDialer('WSS', webSocketDialer({ tls: { authorities: testCertificate } }));
  return made;
}

test('a call over a WebSocket that we dial goes by that one connection in both directions', async (t) => {
  const { server, flows, callee, port } = await pbx(t);
  const caller = client(t);
  const uri = `sip:127.0.0.1:${port};transport=wss`;
  assert.equal(await caller.ping({ uri, from: '<sip:us@127.0.0.1>' }), true);
  const [established, ended] = [signal<string>(), signal<string>()];
  const phone = new Phone('us');
  const call = caller.call(
    { uri, from: '<sip:us@127.0.0.1>', description: sdp('offer') },
    phone.handlers({
      onEstablished: () => established.put('established'),
      onEnded: ({ by }) => ended.put(by),
    }),
  );
  await established.next();
  // Its Contact says `ws`, to a place that speaks WSS only: a re-INVITE reaches it by the connection alone.
  const held = await call.session?.offer(sdp('hold'));
  assert.equal(held?.kind, 'answered');
  const heldByPbx = await callee.session?.offer(sdp('hold'));
  assert.equal(heldByPbx?.kind, 'answered');
  server.endCalls();
  assert.equal(await ended.next(), 'remote');
  assert.equal(flows.size, 1);
});

test('a registration whose WebSocket is lost is renewed by another at once', async (t) => {
  const first = await pbx(t);
  const states = signal<RegistrationEvent>();
  client(t).register({
    registrar: `sip:127.0.0.1:${first.port};transport=wss`,
    address: '<sip:trunk@127.0.0.1>',
    contactUser: 'sky',
    retryMs: { base: 20, max: 20 },
    onState: states.put,
  });
  assert.equal((await states.next()).kind, 'registered');
  await first.server.close();
  assert.partialDeepStrictEqual(await states.next(), { kind: 'failed', reason: 'flow-lost' });
  await pbx(t, first.port);
  let state = await states.next();
  while (state.kind === 'failed') state = await states.next();
  assert.equal(state.kind, 'registered');
});
