import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { TLSSocket } from 'node:tls';
import { Type } from 'typebox';
import { ask, openHttpHouse } from '../../../test/http-house.ts';
import { defineRoute, type RouteContext } from './route.ts';

/** A route that answers when it is told to, and tells when it has been reached. */
function waitingRoute() {
  const reached = Promise.withResolvers<RouteContext>();
  const told = Promise.withResolvers<string>();
  const route = defineRoute({
    method: 'GET',
    path: '/api/v1/wait',
    operationId: 'wait',
    tag: 'Test',
    summary: 'Waits',
    auth: 'none',
    responses: { 200: Type.Object({ said: Type.String() }) },
    handler: async (_, context) => {
      reached.resolve(context);
      return { status: 200, body: { said: await told.promise } };
    },
  });
  return { route, reached: reached.promise, tell: told.resolve };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

describe('going down', () => {
  it('lets a running request finish and takes no new one', async () => {
    const { route, reached, tell } = waitingRoute();
    const house = await openHttpHouse({ routes: [route] });
    const running = ask(house.url('/api/v1/wait'));
    await reached;
    const closed = house.gateway.close();
    await assert.rejects(fetch(house.url('/api/v1/wait')));
    tell('goodbye');
    const answer = await running;
    assert.deepEqual(answer.body, { said: 'goodbye' });
    await closed;
    await house.close();
  });

  it('ends a long poll at once', async () => {
    const { route, reached, tell } = waitingRoute();
    const house = await openHttpHouse({ routes: [route] });
    const running = ask(house.url('/api/v1/wait'));
    const { facts } = await reached;
    const end = aborted(facts.signal).then(() => tell('early'));
    const closed = house.gateway.close();
    await end;
    assert.deepEqual((await running).body, { said: 'early' });
    await closed;
    await house.close();
  });

  it('cuts what does not end within the drain time', async () => {
    const { route, reached } = waitingRoute();
    const house = await openHttpHouse({
      routes: [route],
      config: { limits: { drainTimeoutMs: 5000 } },
    });
    const running = ask(house.url('/api/v1/wait'));
    await reached;
    const closed = house.gateway.close();
    house.clock.advance(5000);
    await assert.rejects(running);
    await closed;
    await house.close();
  });
});

describe('a client that goes away', () => {
  it('aborts the signal of its request', async () => {
    const { route, reached, tell } = waitingRoute();
    const house = await openHttpHouse({ routes: [route] });
    const leaving = new AbortController();
    const running = fetch(house.url('/api/v1/wait'), { signal: leaving.signal });
    const { facts } = await reached;
    const end = aborted(facts.signal);
    leaving.abort();
    await assert.rejects(running);
    await end;
    tell('nobody');
    await house.close();
  });
});

describe('health', () => {
  it('is ready only while everything it needs is well', async () => {
    let well = true;
    const check = async () => {
      if (!well) throw new Error('the disk is gone');
    };
    const house = await openHttpHouse({ routes: [], healthChecks: [{ name: 'storage', check }] });
    const ready = await ask(house.url('/health/ready'));
    assert.deepEqual([ready.status, ready.body.checks], [200, { storage: 'ok' }]);
    well = false;
    const unready = await ask(house.url('/health/ready'));
    assert.deepEqual([unready.status, unready.body.checks], [503, { storage: 'failing' }]);
    assert.doesNotMatch(JSON.stringify(unready.body), /disk/);
    assert.equal((await ask(house.url('/health/live'))).status, 200);
    await house.close();
  });

  it('does not wait for a check that never answers', async () => {
    const asked = Promise.withResolvers<void>();
    const check = () => {
      asked.resolve();
      return new Promise<void>(() => {});
    };
    const house = await openHttpHouse({ routes: [], healthChecks: [{ name: 'storage', check }] });
    const answer = ask(house.url('/health/ready'));
    await asked.promise;
    house.clock.advance(2000);
    assert.equal((await answer).status, 503);
    await house.close();
  });
});

describe('TLS', () => {
  it('is 1.3 only, and tells browsers to stay with it', async () => {
    const fixture = (name: string) =>
      readFile(new URL(`../../../test/fixtures/localhost-${name}.pem`, import.meta.url));
    const tls = { cert: await fixture('cert'), key: await fixture('key') };
    const house = await openHttpHouse({ routes: [], config: { tls } });
    const get = (options: object) =>
      new Promise<{ protocol: string | null; hsts: string | undefined; body: string }>(
        (resolve, reject) => {
          const sent = request(
            house.url('/health/live'),
            { ca: tls.cert, agent: false, ...options },
            async (response) => {
              const { socket } = response;
              const protocol = socket instanceof TLSSocket ? socket.getProtocol() : null;
              const hsts = response.headers['strict-transport-security'];
              resolve({ protocol, hsts, body: await text(response) });
            },
          );
          sent.on('error', reject).end();
        },
      );
    const answer = await get({});
    assert.equal(answer.protocol, 'TLSv1.3');
    assert.match(answer.hsts ?? '', /^max-age=31536000/);
    await assert.rejects(get({ maxVersion: 'TLSv1.2' }), /protocol version|alert/i);
    await house.close();
  });
});
