import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Type } from 'typebox';
import { ask, type HttpHouse, openHttpHouse } from '../../../test/http-house.ts';
import { refusal } from '../../../test/refusal.ts';
import { parseJsonBody } from './json-body.ts';
import { defineRoute } from './route.ts';
import { parsers } from './validation.ts';

const Loose = Type.Object(
  {
    metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    list: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 50, uniqueItems: true })),
  },
  { additionalProperties: false },
);
const Query = Type.Object(
  { limit: Type.Optional(Type.Integer()), q: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

const store = defineRoute({
  method: 'POST',
  path: '/store',
  operationId: 'store',
  tag: 'Test',
  summary: 'Takes anything',
  auth: 'none',
  query: Query,
  body: Loose,
  responses: { 200: Loose },
  handler: async ({ body }) => ({ status: 200, body }),
});

let house: HttpHouse;
before(async () => {
  house = await openHttpHouse({ routes: [store] });
});
after(() => house.close());

const post = (body: string, query = '') =>
  ask(house.url(`/store${query}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

describe('prototype pollution', () => {
  const attacks = [
    '{"__proto__":{"isAdmin":true}}',
    '{"metadata":{"__proto__":{"isAdmin":true}}}',
    '{"metadata":{"\\u005f_proto__":{"isAdmin":true}}}',
    '{"metadata":{"_\\u005Fproto__":{"isAdmin":true}}}',
    '{"metadata":{"__pr\\u006fto__":{"isAdmin":true}}}',
    '{"list":[{"__proto__":null}]}',
    '{"metadata":{"constructor":{"prototype":{"isAdmin":true}}}}',
    '{"metadata":{"c\\u006fnstructor":{"prototype":{"isAdmin":true}}}}',
  ];
  for (const attack of attacks) {
    it(`is refused: ${attack}`, async () => {
      const answer = await post(attack);
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(answer.body.errors), /__proto__/);
      assert.equal(Object.hasOwn(Object.prototype, 'isAdmin'), false);
    });
  }

  it('is not seen in text that only talks about it', async () => {
    const answer = await post('{"metadata":{"note":"about __proto__","constructor":"Bob"}}');
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { metadata: { note: 'about __proto__', constructor: 'Bob' } });
  });

  it('does not come in by the query', async () => {
    for (const query of ['?__proto__=1', '?__proto__[a]=1', '?constructor=1', '?toString=1']) {
      assert.equal((await post('{}', query)).status, 400, query);
    }
  });
});

describe('JSON bombs', () => {
  it('nested deeper than 32 levels are refused before they are parsed', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ]) {
      const body = `{"metadata":{"x":${open?.repeat(5000)}1${close?.repeat(5000)}}}`;
      const answer = await post(body);
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(answer.body.errors), /nested too deeply/);
    }
    const deepest = `${'{"metadata":'}${'{"a":'.repeat(31)}1${'}'.repeat(32)}`;
    assert.equal((await post(deepest)).status, 200);
  });

  it('of ten thousand items or fields name the limit', async () => {
    const items = JSON.stringify({ list: Array.from({ length: 10_000 }, (_, i) => i) });
    const answer = await post(items);
    assert.equal(answer.status, 400);
    assert.match(JSON.stringify(answer.body.errors), /at most 50 items/);
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, 1]));
    const many = await post(JSON.stringify(fields));
    assert.equal(many.status, 400);
    assert.ok(Array.isArray(many.body.errors) && many.body.errors.length < 100);
  });

  it('that are no UTF-8, cut off or several values are refused', async () => {
    const invalid = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    const response = await fetch(house.url('/store'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: invalid,
    });
    assert.equal(response.status, 400);
    for (const body of ['{', '{}{}', '\u0000', 'NaN', "{'a':1}", '{"a":1,}', '\ufeff\ufeff{}']) {
      assert.equal((await post(body)).status, 400, JSON.stringify(body));
    }
  });
});

describe('duplicate parameters', () => {
  it('are refused, not read as the first or the last', async () => {
    const answer = await post('{}', '?limit=1&limit=2');
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.errors, [{ path: 'limit', message: 'must be of type integer' }]);
    assert.equal((await post('{}', '?q=a&q=b')).status, 400);
  });

  it('and numbers that are none are not guessed at', async () => {
    for (const limit of ['', ' 1', '1e3', '0x10', '1.5', '99999999999999999999', 'null', '-']) {
      const answer = await post('{}', `?limit=${encodeURIComponent(limit)}`);
      assert.equal(answer.status, 400, limit);
    }
  });
});

describe('the body parser', () => {
  it('agrees with JSON.parse on all that is not hostile, and never throws anything else', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        if (/__proto__|constructor/.test(text)) return;
        assert.deepEqual(parseJsonBody(text), JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseJsonBody(text);
        } catch (error) {
          assert.equal(error instanceof Error && error.name, 'AppError');
        }
      }),
    );
  });
});

describe('a list that is far too long', () => {
  it('is looked at once, and not searched for what else is wrong with it', () => {
    let reads = 0;
    const list = new Proxy(new Array(20_000).fill(1), {
      get: (target, key, receiver) => {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    assert.throws(() => parsers.compile(Loose, 'body')({ list }), refusal('validation_failed'));
    assert.ok(reads < 30_000, `${reads} reads`);
  });
});
