import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type IdentityServer, openIdentityServer } from '../../../../test/open-identity-server.ts';
import {
  Devices,
  devicePasswordContext,
  Extensions,
  type Registrations,
  Trunks,
} from '../../../domain/telephony/index.ts';
import { deviceRoutes } from './devices.ts';
import { extensionRoutes } from './extensions.ts';
import { trunkRoutes } from './trunks.ts';

const ROOM = 'room_06h0eaz655yr97788nye5fprq8';
const EXTENSIONS = '/api/v1/voip/extensions';
const DEVICES = '/api/v1/voip/devices';
const TRUNKS = '/api/v1/voip/trunks';

/** What the gateway would know: no phone is registered but those put here. */
const registered = new Map<string, number>();
const registrations: Registrations = { expiresAtMs: (id) => registered.get(id) };

const at = { host: 'voip.example.com', port: 5060 };
const WEB = 'wss://voip.example.com/ws/sip';

function openServer(): Promise<IdentityServer> {
  return openIdentityServer(({ storage, clock, envelope }) => {
    const { users, journal } = storage;
    const userExists = async (org: string, id: string) => (await users.find(org, id)) !== undefined;
    const roomExists = (_org: string, id: string) => Promise.resolve(id === ROOM);
    const { extensions, devices, trunks, registrations: kept } = storage;
    const parts = { journal, clock, envelope, userExists };
    const probe = {
      test: () =>
        Promise.resolve({ statusCode: 200, reason: 'OK', roundTripMs: 3, registered: null }),
    };
    return [
      ...extensionRoutes(new Extensions({ ...parts, extensions, roomExists })),
      ...deviceRoutes({
        devices: new Devices({ ...parts, devices, registrations: kept }),
        registrations,
        server: () => ({ ...at, tlsPort: null, webSocketUrl: WEB }),
      }),
      ...trunkRoutes({ trunks: new Trunks({ ...parts, trunks }), probe }),
    ];
  });
}

describe('telephony over REST', () => {
  let s: IdentityServer;
  let admin = '';
  let alice = '';

  before(async () => {
    s = await openServer();
    admin = await s.tokenOf('operator', ['voip:admin']);
    alice = await s.tokenOf('alice');
  });
  after(() => s.close());

  const post = (path: string, body: unknown, as = admin, headers = {}) =>
    s.request('POST', path, { as, body, headers });

  describe('extensions', () => {
    it('lead to a user or a room, and nobody else takes the number', async () => {
      const made = await post(EXTENSIONS, { number: '1001', user_id: 'alice' });
      assert.equal(made.status, 201);
      assert.partialDeepStrictEqual(made.body, {
        number: '1001',
        user_id: 'alice',
        room_id: null,
        display_name: '1001',
      });
      assert.equal((await post(EXTENSIONS, { number: '8000', room_id: ROOM })).status, 201);
      const again = await post(EXTENSIONS, { number: '1001', user_id: 'operator' });
      assert.deepEqual([again.status, again.body.code], [409, 'extension_exists']);
      const list = await s.request('GET', EXTENSIONS, { as: alice });
      const numbers = Array.isArray(list.body.data) ? list.body.data : [];
      assert.deepEqual(
        numbers.map(({ number }) => number),
        ['1001', '8000'],
      );
    });

    it('want exactly one target, which exists', async () => {
      const code = async (body: object) =>
        (await post(EXTENSIONS, { number: '1002', ...body })).body.code;
      assert.equal(await code({}), 'extension_target_invalid');
      assert.equal(await code({ user_id: 'alice', room_id: ROOM }), 'extension_target_invalid');
      assert.equal(await code({ dial_in: true, room_id: ROOM }), 'extension_target_invalid');
      assert.equal(await code({ dial_in: false }), 'extension_target_invalid');
      assert.equal(await code({ user_id: 'nobody' }), 'user_not_found');
      assert.equal(await code({ room_id: ROOM.replace('0', '1') }), 'room_not_found');
    });

    it('are the entrance at which a PIN names the room, in a language of its own', async () => {
      const made = await post(EXTENSIONS, { number: '8100', dial_in: true, language: 'fr' });
      assert.partialDeepStrictEqual(made.body, {
        ...{ number: '8100', user_id: null, room_id: null },
        ...{ dial_in: true, language: 'fr' },
      });
      const path = `${EXTENSIONS}/8100`;
      assert.deepEqual((await s.request('GET', path, { as: alice })).body, made.body);
      assert.equal((await s.request('DELETE', path, { as: admin })).status, 204);
    });

    it('are given and taken by administrators only', async () => {
      const refused = await post(EXTENSIONS, { number: '1003', user_id: 'alice' }, alice);
      assert.equal(refused.body.code, 'scope_missing');
      const path = `${EXTENSIONS}/1001`;
      assert.equal((await s.request('DELETE', path, { as: alice })).status, 403);
      assert.equal((await s.request('DELETE', path, { as: admin })).status, 204);
      assert.equal((await s.request('GET', path, { as: admin })).status, 404);
    });
  });

  describe('devices', () => {
    const desk = { user_id: 'alice', username: 'alice-desk', device_name: 'Desk' };

    it('are given a password that is shown once and stored sealed', async () => {
      const made = await post(DEVICES, desk, alice);
      assert.equal(made.status, 201);
      const { id, password, server } = made.body;
      assert.deepEqual(server, { ...at, tls_port: null, websocket_url: WEB });
      assert.match(String(password), /^[A-Za-z0-9]{24}$/);
      const one = await s.request('GET', `${DEVICES}/${String(id)}`, { as: alice });
      assert.partialDeepStrictEqual(one.body, { username: 'alice-desk', registered: false });
      assert.deepEqual([one.body.password, one.body.server], [undefined, undefined]);
      const stored = await s.storage.devices.findByUsername('alice-desk');
      assert.ok(stored);
      const opened = s.envelope.open(stored.sealedPassword, devicePasswordContext(stored.id));
      assert.equal(Buffer.from(opened).toString(), password);
    });

    it('belong to one user name, whoever asks', async () => {
      const taken = await post(DEVICES, { ...desk, user_id: 'operator' });
      assert.deepEqual([taken.status, taken.body.code], [409, 'device_exists']);
    });

    it('are seen to by their user and by administrators alone', async () => {
      const device = await s.storage.devices.findByUsername('alice-desk');
      const path = `${DEVICES}/${device?.id}`;
      const mallory = await s.tokenOf('mallory');
      assert.equal((await s.request('GET', path, { as: mallory })).status, 404);
      assert.equal((await s.request('DELETE', path, { as: mallory })).status, 404);
      assert.equal((await s.request('GET', DEVICES, { as: mallory })).status, 403);
      const hers = await s.request('GET', `${DEVICES}?user_id=alice`, { as: mallory });
      assert.equal(hers.status, 403);
      assert.equal((await post(DEVICES, { ...desk, username: 'abc' }, mallory)).status, 403);
      assert.equal((await s.request('GET', path, { as: admin })).status, 200);
    });

    it('tell whether they are registered', async () => {
      const device = await s.storage.devices.findByUsername('alice-desk');
      registered.set(device?.id ?? '', Date.parse('2026-01-31T09:30:00.000Z'));
      const list = await s.request('GET', `${DEVICES}?user_id=alice`, { as: alice });
      assert.partialDeepStrictEqual(list.body.data, [
        { registered: true, registration_expires_at: '2026-01-31T09:30:00.000Z' },
      ]);
    });

    it('say how their sound is encrypted, and change', async () => {
      const device = await s.storage.devices.findByUsername('alice-desk');
      const path = `${DEVICES}/${device?.id}`;
      const change = (body: object, as = alice) => s.request('PATCH', path, { as, body });
      assert.equal(device?.srtp, 'off');
      const changed = await change({ device_name: 'Hall', srtp: 'sdes' });
      assert.equal(changed.status, 200);
      assert.partialDeepStrictEqual(changed.body, { device_name: 'Hall', srtp: 'sdes' });
      const renamed = await change({ device_name: 'Desk' });
      assert.partialDeepStrictEqual(renamed.body, { device_name: 'Desk', srtp: 'sdes' });
      assert.equal((await s.storage.devices.findByUsername('alice-desk'))?.srtp, 'sdes');
      assert.equal((await change({ srtp: 'zrtp' })).status, 400);
      assert.equal((await change({})).status, 400);
      const foreign = await change({ srtp: 'off' }, await s.tokenOf('mallory'));
      assert.deepEqual([foreign.status, foreign.body.code], [404, 'device_not_found']);
    });

    it('get another password, and the old one is gone', async () => {
      const device = await s.storage.devices.findByUsername('alice-desk');
      const renewed = await s.request('POST', `${DEVICES}/${device?.id}/password`, { as: alice });
      assert.equal(renewed.status, 200);
      const stored = await s.storage.devices.findByUsername('alice-desk');
      assert.ok(stored);
      const opened = s.envelope.open(stored.sealedPassword, devicePasswordContext(stored.id));
      assert.equal(Buffer.from(opened).toString(), renewed.body.password);
    });
  });

  describe('trunks', () => {
    const pbx = { name: 'pbx', auth: 'ip', uri: 'sip:pbx.test:5070', source_ips: ['192.0.2.7'] };

    it('let nobody dial out until a route says so', async () => {
      const made = await post(TRUNKS, pbx);
      assert.equal(made.status, 201);
      assert.partialDeepStrictEqual(made.body, {
        transport: 'udp',
        srtp: 'off',
        routes: [],
        max_channels: 100,
        has_password: false,
        enabled: true,
      });
    });

    it('take the transports and the encryption that the gateway has, and no others', async () => {
      const wishes = [
        { srtp: 'dtls' },
        { transport: 'wss' },
        { srtp: 'zrtp' },
        { transport: 'sctp' },
      ];
      const statuses: number[] = [];
      for (const wish of wishes) {
        statuses.push(
          (await post(TRUNKS, { ...pbx, name: Object.values(wish)[0], ...wish })).status,
        );
      }
      assert.deepEqual(statuses, [201, 201, 400, 400]);
    });

    it('want what their way of signing in needs', async () => {
      const missing = async (body: object) => {
        const { status, body: problem } = await post(TRUNKS, { ...pbx, name: 'other', ...body });
        return `${status} ${String(problem.detail)}`;
      };
      assert.match(await missing({ source_ips: [] }), /^422 .*source_ips/);
      assert.match(await missing({ auth: 'digest' }), /^422 .*username/);
      assert.match(await missing({ auth: 'register', username: 'sge' }), /^422 .*password/);
    });

    it('never give a password back, and change what is asked alone', async () => {
      const secret = 'open-sesame-1234';
      const provider = { ...pbx, name: 'provider', auth: 'register', username: 'sge' };
      const made = await post(TRUNKS, { ...provider, password: secret });
      assert.equal(made.body.has_password, true);
      const path = `${TRUNKS}/${String(made.body.id)}`;
      const change = { routes: [{ prefix: '0', strip: 1 }], max_channels: 5 };
      const changed = await s.request('PATCH', path, { as: admin, body: change });
      assert.partialDeepStrictEqual(changed.body, {
        has_password: true,
        max_channels: 5,
        routes: [{ prefix: '0', strip: 1, prepend: '' }],
        username: 'sge',
      });
      const bare = { as: admin, body: { password: null } };
      assert.equal((await s.request('PATCH', path, bare)).body.code, 'trunk_incomplete');
      const events = await s.storage.eventLog.readAll({ after: 0, limit: 1000 });
      const kept = JSON.stringify([made.body, changed.body, events, s.lines, s.httpLines]);
      assert.ok(!kept.includes(secret));
    });

    it('have a name of their own', async () => {
      assert.equal((await post(TRUNKS, pbx)).body.code, 'trunk_exists');
      const other = await post(TRUNKS, { ...pbx, name: 'third' });
      const path = `${TRUNKS}/${String(other.body.id)}`;
      const renamed = await s.request('PATCH', path, { as: admin, body: { name: 'pbx' } });
      assert.equal(renamed.body.code, 'trunk_exists');
    });

    it('name what is wrong with an address', async () => {
      const wrong = await post(TRUNKS, { ...pbx, name: 'x', uri: 'http://pbx.test' });
      assert.equal(wrong.status, 400);
      assert.partialDeepStrictEqual(wrong.body.errors, [{ path: '/uri' }]);
    });

    it('are for administrators', async () => {
      assert.equal((await s.request('GET', TRUNKS, { as: alice })).status, 403);
      assert.equal((await post(TRUNKS, { ...pbx, name: 'y' }, alice)).status, 403);
    });

    it('are removed with what they could dial', async () => {
      const list = await s.request('GET', TRUNKS, { as: admin });
      const [first] = Array.isArray(list.body.data) ? list.body.data : [];
      const path = `${TRUNKS}/${String(first?.id)}`;
      assert.equal((await s.request('DELETE', path, { as: admin })).status, 204);
      assert.equal((await s.request('POST', `${path}/test`, { as: admin })).status, 404);
    });
  });
});
