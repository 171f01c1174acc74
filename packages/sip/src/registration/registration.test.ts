import assert from 'node:assert/strict';
import test from 'node:test';
import { DigestClient } from '../auth/client.ts';
import { digestHa1 } from '../auth/digest.ts';
import { DigestGate } from '../auth/gate.ts';
import { GuessThrottle } from '../auth/guess-throttle.ts';
import { DigestServer } from '../auth/server.ts';
import { type RandomBytes, systemRandom } from '../random.ts';
import { AgentNetwork } from '../testing/agent-network.ts';
import type { IncomingRequest } from '../user-agent/incoming-request.ts';
import { memoryBindingStore } from './binding-store.ts';
import { Registrar } from './registrar.ts';
import type { RegistrationEvent, RegistrationOptions } from './registration.ts';

const options = {
  registrar: 'sip:192.0.2.2',
  address: '<sip:trunk@192.0.2.2>',
  contactUser: 'sky',
} as const;

type Serve = (request: IncomingRequest, network: AgentNetwork) => void;

/** A client at 1 that registers at 2. */
async function world(serve: Serve, more: Partial<RegistrationOptions> = {}) {
  const network = new AgentNetwork();
  const heard: string[] = [];
  // Two bytes are asked for where a pause is drawn by lot: here always the shortest.
  const random: RandomBytes = (count) => (count === 2 ? new Uint8Array(2) : systemRandom(count));
  const client = await network.agent(1, {}, { random });
  const requests: IncomingRequest[] = [];
  const settings = { methods: ['REGISTER'], extensions: ['path', 'outbound'] };
  const onRequest = (request: IncomingRequest) => {
    requests.push(request);
    serve(request, network);
  };
  const server = await network.agent(2, { onRequest }, settings);
  const onState = (event: RegistrationEvent) =>
    void heard.push(
      event.kind === 'registered'
        ? `registered ${event.expiresS}`
        : event.kind === 'failed'
          ? `failed ${event.status ?? event.reason}`
          : event.kind,
    );
  const registration = client.register({ ...options, onState, ...more });
  await network.run();
  return { network, client, server, registration, heard, requests };
}

function registrarOf(network: () => AgentNetwork, policy = {}): Registrar {
  return new Registrar({
    store: memoryBindingStore(),
    policy,
    nowMs: () => network().clock.nowMs(),
  });
}

/** Serves by a real registrar. */
function byRegistrar(policy = {}): { serve: Serve; registrar: () => Registrar } {
  let registrar: Registrar | undefined;
  const serve: Serve = (request, network) => {
    registrar ??= registrarOf(() => network, policy);
    void registrar.serve(request, 'trunk');
  };
  return { serve, registrar: () => registrar ?? assert.fail('nobody registered') };
}

test('an address is registered, refreshed a minute before its end, and taken back', async () => {
  const { serve, registrar } = byRegistrar();
  const { network, registration, heard, requests } = await world(serve, { expiresS: 600 });
  assert.deepEqual(heard, ['registered 600']);
  assert.equal((await registrar().bindings('trunk'))[0]?.uri, 'sip:sky@192.0.2.1:5060');
  await network.run(539_000);
  assert.equal(requests.length, 1);
  await network.run(2_000);
  assert.deepEqual([requests.length, heard.length], [2, 2]);
  registration.stop();
  await network.run();
  assert.equal(heard.at(-1), 'stopped');
  assert.deepEqual(await registrar().bindings('trunk'), []);
  const [first, second] = requests.map(({ request }) => request.headers);
  assert.equal(first?.get('call-id'), second?.get('call-id'));
  assert.deepEqual([first?.get('cseq'), second?.get('cseq')], ['1 REGISTER', '2 REGISTER']);
  assert.equal(await network.leftOvers(), 0);
});

test('a longer interval is taken where the registrar insists', async () => {
  const { serve } = byRegistrar({ minimumS: 300 });
  const { heard, client } = await world(serve, { expiresS: 60 });
  assert.deepEqual(heard, ['registered 300']);
  await client.close();
});

test('a challenge is answered once, and a wrong password is a failure with a pause', async () => {
  for (const password of ['right', 'wrong']) {
    const { serve: accept } = byRegistrar();
    let gate: DigestGate | undefined;
    const serve: Serve = async (request, network) => {
      const { clock } = network;
      gate ??= new DigestGate(
        new DigestServer({
          realm: 'pbx',
          algorithms: ['SHA-256', 'MD5'],
          findHa1: (name, algorithm) => digestHa1(algorithm, name, 'pbx', 'right'),
          clock,
          random: systemRandom,
          key: systemRandom(32),
          nonceLifetimeMs: 60_000,
          watchedNonces: 100,
        }),
        new GuessThrottle(clock),
      );
      const verdict = await gate.check(request.request, request.source);
      if (verdict.kind === 'ignore') request.ignore();
      else if (verdict.kind === 'challenge')
        request.respond(verdict.status, { headers: verdict.headers });
      else accept(request, network);
    };
    const digest = new DigestClient([{ username: 'trunk', password }], systemRandom);
    const { heard, requests, client, network } = await world(serve, { digest });
    assert.deepEqual(heard, [password === 'right' ? 'registered 3600' : 'failed 401']);
    assert.equal(requests.length, 2);
    await network.run(14_000);
    assert.equal(requests.length, 2);
    await client.close();
  }
});

test('a registrar that is away is asked again after growing pauses', async () => {
  const { network, heard, requests, client } = await world((request) => void request.respond(500));
  assert.deepEqual(heard, ['failed 500']);
  await network.run(14_900);
  assert.equal(requests.length, 1);
  await network.run(200);
  assert.equal(requests.length, 2);
  await network.run(29_800);
  assert.equal(requests.length, 2);
  await network.run(200);
  assert.equal(requests.length, 3);
  await client.close();
});

test('Retry-After is waited for', async () => {
  const { network, requests, client } = await world(
    (request) => void request.respond(503, { headers: [['Retry-After', '300']] }),
  );
  await network.run(299_000);
  assert.equal(requests.length, 1);
  await network.run(2_000);
  assert.equal(requests.length, 2);
  await client.close();
});

test('a flow whose keep-alives are not answered any more is registered anew', async () => {
  const { serve } = byRegistrar();
  const outbound = { instance: 'urn:uuid:00000000-0000-4000-8000-000000000001', regId: 1 };
  const { network, heard, requests, client, server } = await world(serve, {
    outbound,
    keepAliveMs: 20_000,
  });
  const contact = requests[0]?.request.headers.get('contact') ?? '';
  assert.match(contact, /;ob>;expires=3600;\+sip\.instance="<urn:uuid:[^>]*>";reg-id=1$/);
  await network.run(100_000);
  assert.deepEqual(heard, ['registered 3600']);
  await server.close();
  await network.run(31_000);
  assert.deepEqual(heard, ['registered 3600', 'failed flow-lost']);
  await client.close();
});
