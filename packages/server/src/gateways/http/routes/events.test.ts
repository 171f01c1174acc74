import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, type HttpHouse, openHttpHouse } from '../../../../test/http-house.ts';
import { openTestIdentity, type TestIdentity } from '../../../../test/open-test-identity.ts';
import { systemScope } from '../../../kernel/index.ts';
import { eventRoutes } from './events.ts';

let shared: TestIdentity;
let house: HttpHouse;
before(async () => {
  shared = await openTestIdentity();
  house = await openHttpHouse({ routes: eventRoutes(shared.storage.eventLog) });
  for (const number of [1, 2, 3, 4, 5]) {
    const personal = { name: { subject: 'alice', value: `Alice ${number}` } };
    const data = { number };
    await shared.storage.journal.commit({
      scope: systemScope('default'),
      writes: [],
      events: [{ stream: 'user:alice', type: 'user.renamed', data, personal }],
    });
  }
  await shared.storage.journal.commit({
    scope: systemScope('other'),
    writes: [],
    events: [{ stream: 'org', type: 'other.event', data: {} }],
  });
});
after(async () => {
  await house.close();
  await shared.close();
});

async function read(query: string, grants: Parameters<HttpHouse['apiKey']>[0] = ['events:read']) {
  const headers = { 'x-api-key': await house.apiKey(grants) };
  return ask(house.url(`/api/v1/events${query}`), { headers });
}

interface Listed {
  readonly position: number;
  readonly data: Readonly<Record<string, unknown>>;
}

function listed(body: Readonly<Record<string, unknown>>): Listed[] {
  assert.ok(Array.isArray(body.data));
  const own: Listed[] = [];
  for (const event of body.data) {
    if (event.type === 'user.renamed') own.push({ position: event.position, data: event.data });
  }
  return own;
}

describe('the organisation’s events', () => {
  it('are listed in the order of commit, after any position, and of no other organisation', async () => {
    const all = await read('');
    assert.equal(all.status, 200);
    const events = listed(all.body);
    assert.deepEqual(
      events.map(({ data }) => data.number),
      [1, 2, 3, 4, 5],
    );
    assert.doesNotMatch(JSON.stringify(all.body), /other\.event/);
    const rest = await read(`?after=${events[2]?.position}`);
    assert.deepEqual(
      listed(rest.body).map(({ data }) => data.number),
      [4, 5],
    );
  });

  it('go on by the cursor until there are no more', async () => {
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (;;) {
      const { body } = await read(query);
      seen.push(...listed(body).map(({ data }) => data.number));
      if (body.next_cursor === null) break;
      query = `?limit=2&cursor=${body.next_cursor}`;
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5]);
  });

  it('carry personal values only for an administrator', async () => {
    assert.doesNotMatch(JSON.stringify((await read('')).body), /Alice/);
    const admin = await read('', ['voip:admin']);
    assert.deepEqual(listed(admin.body)[0]?.data, { number: 1, name: 'Alice 1' });
  });

  it('need a scope of their own, and a cursor that is one', async () => {
    assert.equal((await read('', ['calls:read'])).status, 403);
    const answer = await read(`?cursor=${Buffer.from('1abc').toString('base64url')}`);
    assert.equal(answer.body.code, 'invalid_cursor');
    assert.equal((await read('?after=-1')).status, 400);
  });
});
