import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { type HttpHouse, openHttpHouse, problemIn, sendRaw } from '../../../test/http-house.ts';
import { defineRoute } from './route.ts';

const Body = Type.Object({ a: Type.Optional(Type.Integer()) });

const echo = defineRoute({
  method: 'POST',
  path: '/echo',
  operationId: 'echo',
  tag: 'Test',
  summary: 'Answers what it got',
  auth: 'none',
  body: Body,
  responses: { 200: Body },
  handler: async ({ body }) => ({ status: 200, body }),
});

let house: HttpHouse;
before(async () => {
  house = await openHttpHouse({
    routes: [echo],
    config: { limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } },
  });
});
after(() => house.close());

/** One request, with `Connection: close` so that the answer ends. */
function request(headers: readonly string[], body = ''): string {
  return `POST /echo HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`;
}

const JSON_TYPE = 'Content-Type: application/json';

async function expectRefused(
  bytes: string,
  status: number,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await sendRaw(house.port, bytes);
  assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), answer.slice(0, 300));
  assert.match(answer, /content-type: application\/problem\+json/i);
  assert.equal((answer.match(/HTTP\/1\.1 /g) ?? []).length, 1, 'only one request was seen');
  return problemIn(answer);
}

describe('request smuggling', () => {
  it('by a length beside a transfer encoding', async () => {
    const headers = ['Host: x', JSON_TYPE, 'Content-Length: 4', 'Transfer-Encoding: chunked'];
    const body = '2\r\n{}\r\n0\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n';
    await expectRefused(request(headers, body), 400);
  });

  it('by two lengths, or one that is no number', async () => {
    const two = ['Host: x', JSON_TYPE, 'Content-Length: 2', 'Content-Length: 30'];
    await expectRefused(request(two, '{}'), 400);
    await expectRefused(request(['Host: x', JSON_TYPE, 'Content-Length: +2'], '{}'), 400);
    await expectRefused(request(['Host: x', JSON_TYPE, 'Content-Length: 0x2'], '{}'), 400);
  });

  it('by a transfer encoding that hides behind another', async () => {
    const headers = ['Host: x', JSON_TYPE, 'Transfer-Encoding: chunked, identity'];
    await expectRefused(request(headers, '0\r\n\r\n'), 400);
  });

  it('by a space before the colon, a folded line or a bare line feed', async () => {
    await expectRefused(request(['Host : x']), 400);
    await expectRefused(request(['Host: x', 'X-A: b\r\n c: d', 'Content-Length : 4']), 400);
    await expectRefused(request(['Host: x', 'X-A: b\nContent-Length: 9']), 400);
  });

  it('by two hosts, two credentials or two content types', async () => {
    const problem = await expectRefused(request(['Host: x', 'Host: y']), 400);
    assert.deepEqual(problem.errors, [
      { path: 'Host', message: 'must not be sent more than once' },
    ]);
    for (const name of ['Authorization', 'X-API-Key', 'Idempotency-Key', 'Content-Type']) {
      await expectRefused(request(['Host: x', `${name}: a`, `${name.toLowerCase()}: b`]), 400);
    }
  });

  it('by no host at all', async () => {
    const problem = await expectRefused(request(['X: y']), 400);
    assert.deepEqual(problem.errors, [{ path: 'Host', message: 'is missing' }]);
  });
});

describe('what is no HTTP', () => {
  it('is a problem too', async () => {
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01',
      'GET / HTTP/9.9\r\n\r\n',
      'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      const problem = await expectRefused(bytes, 400);
      assert.equal(problem.code, 'bad_request');
    }
  });

  it('is a header section over its limit', async () => {
    const problem = await expectRefused(request(['Host: x', `X-A: ${'a'.repeat(20_000)}`]), 431);
    assert.equal(problem.code, 'headers_too_large');
  });

  it('is a request that never ends', async () => {
    const slow = await expectRefused('POST /echo HTTP/1.1\r\nHost: x\r\nX-A: ', 408);
    assert.equal(slow.code, 'request_timeout');
    const headers = ['Host: x', JSON_TYPE, 'Content-Length: 100'];
    await expectRefused(request(headers, '{"a":'), 408);
  });
});
