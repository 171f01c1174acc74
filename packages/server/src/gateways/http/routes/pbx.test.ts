import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAriServer, recording } from '../../../../test/ari-server.ts';
import { openIdentityServer } from '../../../../test/open-identity-server.ts';
import { recordingLogger } from '../../../../test/recording-logger.ts';
import { Secret } from '../../../kernel/index.ts';
import { AriPbx } from '../../ari/index.ts';
import { pbxRoutes } from './pbx.ts';

const PBX = '/api/v1/voip/pbx';

interface Given {
  readonly url?: string;
  readonly password?: string;
  readonly org?: string;
}

async function open(
  t: { after(end: () => Promise<void>): void },
  { url, password = recording.password, org = 'default' }: Given,
) {
  const s = await openIdentityServer(({ clock }) => {
    const access = { url: url ?? '', user: 'sge', password: new Secret(password) };
    const pbx = new AriPbx({ access, clock, logger: recordingLogger() });
    return pbxRoutes({ pbx: url === undefined ? undefined : pbx, org });
  });
  t.after(() => s.close());
  const as = await s.tokenOf('operator', ['voip:admin']);
  const get = (path: string, headers = {}) => s.request('GET', PBX + path, { as, headers });
  return { s, get };
}

test('an administrator sees that the PBX is there, and what goes on in it', async (t) => {
  const { s, get } = await open(t, await openAriServer(t));
  const health = await get('');
  assert.equal(health.status, 200);
  const { version } = recording.asterisk;
  assert.partialDeepStrictEqual(health.body, { reachable: true, failure: null, version });
  const bridges = await get('/bridges');
  assert.partialDeepStrictEqual(bridges.body, {
    data: [{ type: 'mixing', technology: 'simple_bridge' }],
    next_cursor: null,
  });
  assert.equal((await get('/channels')).status, 200);
  assert.doesNotMatch(JSON.stringify(s.httpLines), /"2001"|Reception/);
});

test('lists come in pages, each thing once', async (t) => {
  const { get } = await open(t, await openAriServer(t));
  const seen: unknown[] = [];
  let cursor = '';
  for (let page = 0; page < 2; page++) {
    const { body } = await get(`/endpoints?limit=1${cursor}`);
    seen.push(...(Array.isArray(body.data) ? body.data : []));
    cursor = `&cursor=${String(body.next_cursor)}`;
  }
  assert.equal(cursor, '&cursor=null');
  assert.partialDeepStrictEqual(seen, [
    { technology: 'PJSIP', resource: '2001', state: 'online' },
    { technology: 'PJSIP', resource: 'sge', state: 'offline', channel_ids: [] },
  ]);
});

test('a PBX that refuses is told of as a fact, and as a problem where its lists are wanted', async (t) => {
  const { get } = await open(t, { ...(await openAriServer(t)), password: 'another one' });
  const health = await get('');
  assert.equal(health.status, 200);
  assert.partialDeepStrictEqual(health.body, {
    ...{ reachable: false, failure: 'credentials_refused', version: null, started_at: null },
  });
  const refused = await get('/channels', { 'accept-language': 'fr' });
  assert.deepEqual([refused.status, refused.body.code], [503, 'pbx_unavailable']);
  assert.match(String(refused.body.detail), /autocommutateur.*credentials_refused/);
});

test('without a PBX, and for the administrators of others, there is none', async (t) => {
  const { get } = await open(t, {});
  const foreign = await open(t, { ...(await openAriServer(t)), org: 'another' });
  for (const path of ['', '/channels', '/bridges', '/endpoints']) {
    const none = await get(path);
    assert.deepEqual([none.status, none.body.code], [404, 'pbx_not_configured']);
    assert.equal((await foreign.get(path)).body.code, 'pbx_not_configured');
  }
});

test('nobody but administrators looks into the PBX', async (t) => {
  const { s } = await open(t, await openAriServer(t));
  const as = await s.tokenOf('alice');
  for (const path of ['', '/channels', '/bridges', '/endpoints']) {
    assert.equal((await s.request('GET', PBX + path, { as })).status, 403);
  }
});
