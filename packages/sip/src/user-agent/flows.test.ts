import assert from 'node:assert/strict';
import test from 'node:test';
import { targetOf } from '../registration/binding.ts';
import { memoryBindingStore } from '../registration/binding-store.ts';
import { Registrar } from '../registration/registrar.ts';
import type { RegistrationEvent } from '../registration/registration.ts';
import { agent } from '../testing/agent.ts';
import { Phone, sdp } from '../testing/phone.ts';
import { signal } from '../testing/signal.ts';
import { tcpConnector } from '../transport/tcp.ts';
import { udpSocket } from '../transport/udp.ts';
import { webSocketConnector } from '../transport/web-socket.ts';
import type { IncomingCall } from './incoming-call.ts';

const loopback = { address: '127.0.0.1', port: 0 };

const accept = (call: IncomingCall) => void call.accept({ description: sdp('answer') });

for (const transport of ['TCP', 'WS'] as const)
  test(`a device behind a NAT is called on the ${transport} connection that it registered by, and gone with it`, async (t) => {
    const registrar = new Registrar({ store: memoryBindingStore(), flowTimerS: 30 });
    const closed = signal<string>();
    const server = agent(
      t,
      {
        onRequest: (request) => void registrar.serve(request, 'bob'),
        onFlowClosed: (flow) => void registrar.closeFlow(flow).then(() => closed.put(flow)),
      },
      { methods: ['REGISTER'], extensions: ['path', 'outbound'] },
    );
    const connector = () =>
      transport === 'TCP' ? tcpConnector(loopback) : webSocketConnector(loopback);
    const { port } = await server.transport.addConnections(transport, connector());
    const bob = new Phone('bob');
    const device = agent(t, {
      onCall: (call) => {
        accept(call);
        return bob.handlers();
      },
    });
    // What it advertises leads nowhere, as an address behind a NAT.
    await device.transport.addConnections(transport, connector(), '192.0.2.200');
    const states = signal<RegistrationEvent>();
    device.register({
      registrar: `sip:127.0.0.1:${port};transport=${transport.toLowerCase()}`,
      address: '<sip:bob@127.0.0.1>',
      contactUser: 'bob',
      outbound: { instance: 'urn:uuid:00000000-0000-4000-8000-000000000001', regId: 1 },
      onState: states.put,
    });
    const { kind } = await states.next();
    assert.equal(kind, 'registered');
    const [binding] = await registrar.bindings('bob');
    assert.ok(binding);
    assert.match(binding.uri, /192\.0\.2\.200/);
    assert.equal(await server.transport.ping(binding.source), true);
    const established = signal<string>();
    const ended = signal<string>();
    const alice = new Phone('alice');
    const call = server.call(
      { ...targetOf(binding), from: '<sip:alice@127.0.0.1>', description: sdp('offer') },
      alice.handlers({
        onEstablished: () => established.put('established'),
        onEnded: ({ cause }) => ended.put(cause),
      }),
    );
    await established.next();
    const outcome = await call.session?.offer(sdp('hold'));
    assert.equal(outcome?.kind, 'answered');
    call.end();
    await ended.next();
    await device.close();
    await closed.next();
    assert.deepEqual(await registrar.bindings('bob'), []);
  });

test('a request that is too large for a datagram goes over TCP, and by UDP where nobody takes that', async (t) => {
  const seen = signal<string>();
  const callee = agent(
    t,
    {
      onRequest: (request) => {
        seen.put(request.source.transport);
        request.respond(200);
      },
    },
    { methods: ['MESSAGE'] },
  );
  const { port } = await callee.transport.addDatagrams(udpSocket(loopback));
  const caller = agent(t, {});
  await caller.transport.addDatagrams(udpSocket(loopback));
  await caller.transport.addConnections('TCP', tcpConnector(loopback));
  const send = (bytes: number) =>
    caller.request({
      method: 'MESSAGE',
      uri: `sip:bob@127.0.0.1:${port}`,
      from: '<sip:alice@127.0.0.1>',
      content: { type: 'text/plain', bytes: Buffer.alloc(bytes, 'x') },
    });
  assert.equal((await send(100)).kind, 'answered');
  assert.equal(await seen.next(), 'UDP');
  // Nobody listens on TCP yet: the connection is refused, and UDP takes its place.
  assert.equal((await send(3_000)).kind, 'answered');
  assert.equal(await seen.next(), 'UDP');
  await callee.transport.addConnections('TCP', tcpConnector({ ...loopback, port }));
  assert.equal((await send(3_000)).kind, 'answered');
  assert.equal(await seen.next(), 'TCP');
});
