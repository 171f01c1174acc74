import assert from 'node:assert/strict';
import type { Device, Extension, Trunk } from '../../src/domain/telephony/index.ts';
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
  return { ...named, kind: 'desk_phone', sealedPassword, ...times };
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

  'keeps devices, finds one by the name it signs in with, and renews its password': async (
    database,
  ) => {
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
    await commit(storage, { writes: [devices.remove('default', 'dev_1')] });
    assert.equal(await devices.find('default', 'dev_1'), undefined);
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
