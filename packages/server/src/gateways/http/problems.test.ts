import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CallId, CreateCall, Problem } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { ask, type HttpHouse, openHttpHouse } from '../../../test/http-house.ts';
import { AppError } from '../../kernel/index.ts';
import { defineRoute } from './route.ts';

const Anything = Type.Record(Type.String(), Type.Unknown());
const facts = { tag: 'Test', summary: 'For a test', auth: 'none' } as const;

const create = defineRoute({
  ...facts,
  method: 'POST',
  path: '/api/v1/calls',
  operationId: 'create',
  body: CreateCall,
  responses: { 201: Anything },
  handler: async ({ body }) => ({ status: 201, body }),
});
const get = defineRoute({
  ...facts,
  method: 'GET',
  path: '/api/v1/calls/{id}',
  operationId: 'get',
  params: Type.Object({ id: CallId }),
  query: Type.Object(
    {
      limit: Type.Optional(Type.Integer({ minimum: 1, default: 7 })),
      deep: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  responses: { 200: Anything },
  handler: async ({ params, query }) => ({ status: 200, body: { ...params, ...query } }),
});
const accept = defineRoute({
  ...facts,
  method: 'POST',
  path: '/api/v1/calls/{id}/accept',
  operationId: 'accept',
  responses: { 204: null },
  handler: async () => ({ status: 204 }),
});
const broken = defineRoute({
  ...facts,
  method: 'GET',
  path: '/api/v1/broken',
  operationId: 'broken',
  responses: { 200: Anything },
  handler: async () => {
    throw new TypeError('the password is hunter2');
  },
});
const refusing = defineRoute({
  ...facts,
  method: 'GET',
  path: '/api/v1/refusing',
  operationId: 'refusing',
  responses: { 200: Anything },
  handler: async () => {
    throw new AppError('participant_unknown', { params: { participant: 'user999' } });
  },
});

const ID = 'call_06h0eaz655yr97788nye5fprq8';
let house: HttpHouse;
before(async () => {
  house = await openHttpHouse({ routes: [create, get, accept, broken, refusing] });
});
after(() => house.close());

async function refusal(path: string, init: Parameters<typeof ask>[1] = {}) {
  const answer = await ask(house.url(path), init);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.ok(Check(Problem, answer.body), JSON.stringify(answer.body));
  assert.equal(answer.body.status, answer.status);
  assert.equal(answer.body.request_id, answer.headers.get('x-request-id'));
  assert.equal(answer.body.type, `${house.gateway.url}/docs/errors#${answer.body.code}`);
  return answer;
}

describe('a problem', () => {
  it('is what an unknown address answers, whatever is sent to it', async () => {
    const body = 'x=1';
    const form = { method: 'POST', body, headers: { 'content-type': 'application/x-foo' } };
    for (const init of [{}, { method: 'DELETE' }, { method: 'POST', json: {} }, form]) {
      const answer = await refusal('/api/v1/nothing-here', init);
      assert.equal(answer.body.code, 'not_found');
      assert.equal(answer.status, 404);
    }
  });

  it('is what an id that cannot exist and a path that is no text answer', async () => {
    for (const path of [
      '/api/v1/calls/nonsense',
      '/api/v1/calls/%ff',
      `/api/v1/calls/${'a'.repeat(2000)}`,
    ]) {
      assert.equal((await refusal(path)).status, 404, path);
    }
  });

  it('names the methods that an address knows', async () => {
    const answer = await refusal(`/api/v1/calls/${ID}`, { method: 'DELETE' });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'GET, HEAD');
    assert.match(String(answer.body.detail), /DELETE.*GET, HEAD/);
    const post = await refusal('/api/v1/calls', { method: 'PROPFIND' });
    assert.equal(post.headers.get('allow'), 'POST');
    const page = await refusal('/docs', { method: 'POST' });
    assert.equal(page.headers.get('allow'), 'GET, HEAD');
  });

  it('names every field that is wrong, missing or unknown', async () => {
    const json = { participants: [], call_type: 'telepathy', colour: 'red', 'a/b': 1 };
    const answer = await refusal('/api/v1/calls', { method: 'POST', json });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, 'validation_failed');
    assert.deepEqual(answer.body.errors, [
      { path: '/colour', message: 'is not a field of this request' },
      { path: '/a~1b', message: 'is not a field of this request' },
      { path: '/participants', message: 'must have at least 1 items' },
      { path: '/call_type', message: 'must be one of audio, video, screen' },
    ]);
    const empty = await refusal('/api/v1/calls', { method: 'POST', json: {} });
    assert.deepEqual(empty.body.errors, [
      { path: '/participants', message: 'is missing' },
      { path: '/call_type', message: 'is missing' },
    ]);
  });

  it('says why a parameter is wrong by its name', async () => {
    const answer = await refusal(`/api/v1/calls/${ID}?limit=many&deep=perhaps&x=1`);
    assert.deepEqual(answer.body.errors, [
      { path: 'x', message: 'is not a field of this request' },
      { path: 'limit', message: 'must be of type integer' },
      { path: 'deep', message: 'must be of type boolean' },
    ]);
  });

  it('answers a body that is absent, no object, or no JSON', async () => {
    const absent = await refusal('/api/v1/calls', { method: 'POST' });
    assert.equal(absent.body.code, 'validation_failed');
    const array = await refusal('/api/v1/calls', { method: 'POST', json: [] });
    assert.deepEqual(array.body.errors, [{ path: '', message: 'must be of type object' }]);
    const headers = { 'content-type': 'application/json' };
    const broken = await refusal('/api/v1/calls', { method: 'POST', headers, body: '{"a":' });
    assert.equal(broken.body.code, 'invalid_json');
  });

  it('refuses another content type than JSON, and a body over the limit', async () => {
    const body = 'participants=bob';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const typed = await refusal('/api/v1/calls', { method: 'POST', headers: form, body });
    assert.equal(typed.status, 415);
    assert.match(String(typed.body.detail), /send it as application\/json/);
    const large = { participants: Array.from({ length: 10_000 }, (_, i) => `user-${i}`) };
    const huge = await refusal('/api/v1/calls', { method: 'POST', json: large });
    assert.equal(huge.status, 413);
    assert.match(String(huge.body.detail), /65536 bytes/);
  });

  it('is in French for who prefers French, sentences of fields too', async () => {
    const headers = { 'accept-language': 'de, fr-CA;q=0.9, en;q=0.5' };
    const answer = await refusal('/api/v1/calls', { method: 'POST', json: { x: 1 }, headers });
    assert.equal(answer.headers.get('content-language'), 'fr');
    assert.equal(answer.body.title, 'Données invalides');
    assert.match(JSON.stringify(answer.body.errors), /n’est pas un champ de cette requête/);
    const other = await refusal('/api/v1/refusing', { headers: { 'accept-language': 'de' } });
    assert.equal(other.headers.get('content-language'), 'en');
    assert.equal(other.body.detail, 'Nobody here is called that: user999.');
  });

  it('hides a mistake of ours, which the log has in full', async () => {
    const answer = await refusal('/api/v1/broken');
    assert.equal(answer.status, 500);
    assert.equal(answer.body.code, 'internal_error');
    assert.doesNotMatch(JSON.stringify(answer.body), /hunter2|TypeError/);
    const line = house.httpLines.find(({ fields }) => fields.request_id === answer.body.request_id);
    assert.equal(line?.level, 'error');
    assert.ok(line?.fields.err instanceof TypeError);
  });
});

describe('an input', () => {
  it('gets numbers and booleans out of a query, and the schema’s defaults', async () => {
    const given = await ask(house.url(`/api/v1/calls/${ID}?limit=3&deep=true`));
    assert.deepEqual(given.body, { id: ID, limit: 3, deep: true });
    const absent = await ask(house.url(`/api/v1/calls/${ID}`));
    assert.deepEqual(absent.body, { id: ID, limit: 7 });
  });

  it('may be no body, an empty one of any type, or an empty object where nothing is asked for', async () => {
    const bodies: RequestInit[] = [
      {},
      { headers: { 'content-type': 'application/json' } },
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' },
      { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{}' },
    ];
    for (const init of bodies) {
      const answer = await ask(house.url(`/api/v1/calls/${ID}/accept`), {
        method: 'POST',
        ...init,
      });
      assert.equal(answer.status, 204, JSON.stringify(init));
    }
    const unknown = await refusal(`/api/v1/calls/${ID}/accept`, { method: 'POST', json: { a: 1 } });
    assert.equal(unknown.status, 400);
  });

  it('is answered to HEAD without a body', async () => {
    const response = await fetch(house.url(`/api/v1/calls/${ID}`), { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });
});
