import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Call, CallId, CreateCall, pageOf } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../route.ts';
import { openApiDocument } from './document.ts';
import { isRecord, type JsonValue } from './json.ts';

const handler = async () => ({ status: 200 });
const base = { tag: 'Calls', summary: 'For a test', handler } as const;
const create = defineRoute({
  ...base,
  method: 'POST',
  path: '/api/v1/voip/calls',
  operationId: 'createCall',
  auth: 'required',
  grant: 'calls:write',
  creates: true,
  body: CreateCall,
  responses: { 201: Call },
});
const list = defineRoute({
  ...base,
  method: 'GET',
  path: '/api/v1/voip/calls',
  operationId: 'listCalls',
  auth: 'none',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ description: 'how many' })) }),
  responses: { 200: pageOf(Call) },
});
const get = defineRoute({
  ...base,
  method: 'GET',
  path: '/api/v1/voip/calls/{id}',
  operationId: 'getCall',
  auth: 'session',
  params: Type.Object({ id: CallId }),
  responses: { 200: Call, 204: null },
});

const documentOf = (routes: readonly Route[]) =>
  openApiDocument({ routes, version: '1.2.3', serverUrl: 'https://voip.example.org' });

function at(value: JsonValue | undefined, ...keys: string[]): JsonValue | undefined {
  let found = value;
  for (const key of keys) found = isRecord(found) ? found[key] : undefined;
  return found;
}

describe('the OpenAPI document', () => {
  const document = documentOf([create, list, get]);

  it('names each schema once and refers to it', () => {
    const schemas = at(document, 'components', 'schemas');
    assert.ok(isRecord(schemas));
    assert.deepEqual(Object.keys(schemas), ['Call', 'CreateCall', 'Leg', 'Problem']);
    const calls = at(document, 'paths', '/api/v1/voip/calls');
    const schema = ['content', 'application/json', 'schema'];
    assert.deepEqual(at(calls, 'post', 'responses', '201', ...schema), {
      $ref: '#/components/schemas/Call',
    });
    assert.deepEqual(
      at(calls, 'get', 'responses', '200', ...schema, 'properties', 'data', 'items'),
      {
        $ref: '#/components/schemas/Call',
      },
    );
  });

  it('says who may use an operation', () => {
    const calls = at(document, 'paths', '/api/v1/voip/calls');
    assert.deepEqual(at(calls, 'get', 'security'), []);
    const scopes = ['calls:write'];
    assert.deepEqual(at(calls, 'post', 'security'), [
      { bearer: scopes },
      { apiKey: scopes },
      { session: scopes },
    ]);
    assert.deepEqual(at(document, 'paths', '/api/v1/voip/calls/{id}', 'get', 'security'), [
      { session: [] },
    ]);
  });

  it('lists the problems an operation can answer', () => {
    const responses = at(document, 'paths', '/api/v1/voip/calls/{id}', 'get', 'responses');
    assert.ok(isRecord(responses));
    const statuses = ['200', '204', '400', '401', '403', '404', '429', '500', '503'];
    assert.deepEqual(Object.keys(responses), statuses);
  });

  it('lists what a route refuses besides, and 403 for what other sites may not ask', () => {
    const accept = defineRoute({
      ...base,
      method: 'POST',
      path: '/accept',
      operationId: 'accept',
      auth: 'none',
      refusals: ['invitation_invalid'],
      responses: { 200: Call },
    });
    const path = ['paths', '/accept', 'post', 'responses'];
    const responses = at(documentOf([accept]), ...path);
    assert.deepEqual(at(responses, '410'), { $ref: '#/components/responses/Gone' });
    assert.deepEqual(at(responses, '403'), { $ref: '#/components/responses/Forbidden' });
    assert.equal(at(responses, '401'), undefined);
  });

  it('refuses two different schemas of one name', () => {
    const impostor = defineRoute({
      ...base,
      method: 'GET',
      path: '/other',
      operationId: 'other',
      auth: 'none',
      responses: { 200: Type.Object({}, { $id: 'Call' }) },
    });
    assert.throws(() => documentOf([create, impostor]), /two different schemas are called Call/);
  });

  it('gives examples that are valid and free of placeholders', () => {
    const media = at(document, 'paths', '/api/v1/voip/calls', 'post', 'requestBody', 'content');
    assert.deepEqual(at(media, 'application/json', 'example'), {
      participants: ['user456', 'user789'],
      call_type: 'video',
    });
  });
});
