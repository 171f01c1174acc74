import assert from 'node:assert/strict';
import type { Device, Extension, Registration, Trunk } from '../../src/domain/telephony/index.ts';
import { DuplicateKey, VersionConflict } from '../../src/kernel/index.ts';
import type { Contract } from './contract.ts';
import { AT_MS, commit } from './samples.ts';

const times = { createdAtMs: AT_MS, updatedAtMs: AT_MS };

function extension(number: string, target: Extension['target'], org = 'default'): Extension {
  const language = target.kind === 'user' ? null : 'fr';
  return { org, number, target, language, displayName: `Poste ${number}`, ...times };
}

function device(id: string, userId: string, username: string): Device {
  const sealedPassword = new Uint8Array([1, 0, 255]);
  const named = { id, org: 'default', userId, username, name: 'Desk' };
  return { ...named, kind: 'desk_phone', srtp: 'off', sealedPassword, ...times };
}

function registration(deviceId: string, changes: Partial<Registration> = {}): Registration {
  return {
    ...{ org: 'default', deviceId, uri: 'sip:alice@192.0.2.7:5060' },
    ...{ instanceId: '<urn:uuid:f81d4fae>', regId: 1, priority: 0.5 },
    ...{ callId: 'a84b4c76', sequence: 4_294_967_295, path: ['<sip:edge.test;lr>'] },
    source: { transport: 'TLS', address: '2001:db8::7', port: 40_000 },
    ...{ product: 'Poste n° 7', registeredAtMs: AT_MS, expiresAtMs: AT_MS + 3_600_000 },
    ...changes,
  };
}

const trunk: Trunk = {
  id: 'trunk_1',
  org: 'default',
  version: 1,
  settings: {
    ...{ name: 'pbx', auth: 'register', uri: 'sip:pbx.test', transport: 'tls' },
    ...{ outboundProxy: 'sip:proxy.test', sourceIps: ['192.0.2.0/24'], username: 'sge' },
    ...{ srtp: 'sdes', codecs: ['pcma', 'opus'], maxChannels: 30, priority: 1, weight: 2 },
    routes: [{ prefix: '0', strip: 1, prepend: '+33' }],
    enabled: true,
  },
  sealedPassword: new Uint8Array([9, 8]),
  ...times,
};

export const telephonyContract: Contract = {
  'keeps extensions by organisation, and a number once': async (database) => {
    const { extensions, ...storage } = await database.open();
    const reception = extension('1001', { kind: 'user', userId: 'alice' });
    const meeting = extension('*8', { kind: 'room', roomId: 'room_1' });
    const foreign = extension('1001', { kind: 'user', userId: 'eve' }, 'other');
    const entrance = extension('8000', { kind: 'dial_in' });
    const writes = [reception, meeting, foreign, entrance].map((one) => extensions.add(one));
    await commit(storage, { writes });
    assert.deepEqual(await extensions.entrances('default'), [entrance]);
    assert.deepEqual(await extensions.findMany('default', ['1001', '9']), [reception]);
    assert.deepEqual(await extensions.ofUser('default', 'alice'), [reception]);
    const page = await extensions.list('default', { limit: 1 });
    assert.deepEqual(page, { items: [meeting], next: '*8' });
    const rest = await extensions.list('default', { limit: 2, after: '*8' });
    assert.deepEqual(rest, { items: [reception, entrance], next: null });
    await assert.rejects(commit(storage, { writes: [extensions.add(reception)] }), DuplicateKey);
    await commit(storage, { writes: [extensions.remove('default', '1001')] });
    assert.deepEqual(await extensions.findMany('default', ['1001']), []);
    assert.deepEqual(await extensions.findMany('other', ['1001']), [foreign]);
  },

  'keeps devices, finds one by the name it signs in with, changes it, and renews its password':
    async (database) => {
      const { devices, ...storage } = await database.open();
      const desk = device('dev_1', 'alice', 'alice-desk');
      const soft = device('dev_2', 'alice', 'alice-soft');
      const other = device('dev_3', 'bob', 'bob-desk');
      await commit(storage, { writes: [desk, soft, other].map((one) => devices.add(one)) });
      assert.deepEqual(await devices.findByUsername('alice-soft'), soft);
      assert.deepEqual(await devices.ofUser('default', 'alice'), [desk, soft]);
      assert.equal(await devices.find('another', 'dev_1'), undefined);
      const page = await devices.list('default', { userId: 'alice' }, { limit: 1 });
      assert.deepEqual(page, { items: [desk], next: 'dev_1' });
      const all = await devices.list('default', {}, { limit: 9, after: 'dev_1' });
      assert.deepEqual(all, { items: [soft, other], next: null });
      const twin = devices.add({ ...other, id: 'dev_4', org: 'another' });
      await assert.rejects(commit(storage, { writes: [twin] }), DuplicateKey);
      const renewed = { ...desk, sealedPassword: new Uint8Array([4]), updatedAtMs: AT_MS + 1 };
      await commit(storage, { writes: [devices.setPassword(renewed)] });
      assert.deepEqual(await devices.find('default', 'dev_1'), renewed);
      const secured = { ...renewed, name: 'Hall', srtp: 'sdes', updatedAtMs: AT_MS + 2 } as const;
      const changes = [{ name: 'Hall' }, { srtp: 'sdes' }] as const;
      const changed = changes.map((change) => devices.change(secured, change));
      await commit(storage, { writes: changed });
      assert.deepEqual(await devices.find('default', 'dev_1'), secured);
      await commit(storage, { writes: [devices.remove('default', 'dev_1')] });
      assert.equal(await devices.find('default', 'dev_1'), undefined);
    },

  'keeps where phones have signed in for as long as it holds, and of devices that are there':
    async (database) => {
      const { devices, registrations, ...storage } = await database.open();
      const desks = [device('dev_1', 'alice', 'a'), device('dev_2', 'alice', 'b')];
      const there = registration('dev_1');
      const nameless = { instanceId: undefined, regId: undefined, product: undefined };
      const source = { transport: 'UDP', address: '192.0.2.7', port: 5060 } as const;
      const brief = { path: [], expiresAtMs: AT_MS + 60_000 };
      const twin = registration('dev_1', { ...nameless, ...brief, source });
      const other = registration('dev_2', { callId: 'b' });
      const added = [registrations.add(there, 0), registrations.add(twin, 1)];
      const writes = [...desks.map((desk) => devices.add(desk)), ...added];
      await commit(storage, { writes: [...writes, registrations.add(other, 0)] });
      assert.deepEqual(await registrations.listAll(), [there, twin, other]);
      await commit(storage, { writes: [registrations.removeExpired(AT_MS + 60_000)] });
      assert.deepEqual(await registrations.listAll(), [there, other]);
      await commit(storage, { writes: [registrations.removeOf('default', 'dev_1')] });
      await commit(storage, { writes: [registrations.removeOf('another', 'dev_2')] });
      assert.deepEqual(await registrations.listAll(), [other]);
      await commit(storage, { writes: [devices.remove('default', 'dev_1')] });
      const late = commit(storage, { writes: [registrations.add(there, 0)] });
      await assert.rejects(late, VersionConflict);
      assert.deepEqual(await registrations.listAll(), [other]);
    },

  'keeps trunks with all their settings, by version and name': async (database) => {
    const { trunks, ...storage } = await database.open();
    await commit(storage, { writes: [trunks.put(trunk)] });
    assert.deepEqual(await trunks.find('default', 'trunk_1'), trunk);
    assert.equal(await trunks.find('other', 'trunk_1'), undefined);
    const open: Trunk = {
      ...{ ...trunk, version: 2, sealedPassword: null, updatedAtMs: AT_MS + 1 },
      settings: { ...trunk.settings, outboundProxy: null, username: null, routes: [] },
    };
    await commit(storage, { writes: [trunks.put(open)] });
    assert.deepEqual(await trunks.listAll(), [open]);
    await assert.rejects(commit(storage, { writes: [trunks.put(open)] }), VersionConflict);
    const twin = { ...trunk, id: 'trunk_2' };
    await assert.rejects(commit(storage, { writes: [trunks.put(twin)] }), DuplicateKey);
    await commit(storage, { writes: [trunks.put({ ...twin, org: 'other' })] });
    assert.deepEqual(await trunks.list('default', { limit: 5 }), { items: [open], next: null });
    await commit(storage, { writes: [trunks.remove('default', 'trunk_1')] });
    assert.equal(await trunks.find('default', 'trunk_1'), undefined);
  },
};
