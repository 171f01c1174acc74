import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { ask, openHttpHouse } from '../../../test/http-house.ts';
import { AppError, newId } from '../../kernel/index.ts';
import { defineRoute } from './route.ts';

const PATH = '/api/v1/voip/calls';
const About = { auth: 'required', tag: 'Test', summary: 'A call' } as const;
const Params = Type.Object({ id: Type.String() });
const Empty = Type.Object({});

test('every line of a request about a call names the call, its person and its trace', async (t) => {
  const id = newId('call', 0);
  const location = `${PATH}/${id}`;
  const create = defineRoute({
    ...About,
    method: 'POST',
    path: PATH,
    operationId: 'create',
    body: Empty,
    responses: { 201: Empty },
    handler: async () => ({ status: 201, body: {}, headers: { location } }),
  });
  const end = defineRoute({
    ...About,
    method: 'POST',
    path: `${PATH}/{id}/end`,
    operationId: 'end',
    params: Params,
    responses: { 200: Empty },
    handler: async () => {
      throw new AppError('call_not_found');
    },
  });
  const house = await openHttpHouse({ routes: [create, end] });
  t.after(() => house.close());
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  const headers = { authorization: await house.bearer('alice'), traceparent };
  await ask(house.url(PATH), { method: 'POST', json: {}, headers });
  await ask(house.url(`${location}/end`), { method: 'POST', headers });
  const about = { area: 'voip', call_id: id, principal: 'user:alice', trace_id: 'ab'.repeat(16) };
  assert.partialDeepStrictEqual(
    house.httpLines.map(({ fields }) => fields),
    [
      { ...about, status: 201 },
      { ...about, status: 404 },
    ],
  );
});
