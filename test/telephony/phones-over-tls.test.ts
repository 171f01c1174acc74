import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { freePort } from '../peers/free-port.ts';
import { needs } from '../peers/needs.ts';
import { startProduct } from '../peers/product.ts';
import { accountAt } from './desk.ts';
import { phoneHouseOf } from './phone-house.ts';
import { TonePhone } from './tone-phone.ts';

const DESKS = [
  { user: 'alice', number: '1001', toneHz: 440 },
  { user: 'bob', number: '1002', toneHz: 1000 },
] as const;

test(
  'phones sign in over TLS, call and hear one another; pages sign in over WSS',
  needs('baresip'),
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sge-tls-'));
    const files = { SGE_TLS_CERT: join(folder, 'cert.pem'), SGE_TLS_KEY: join(folder, 'key.pem') };
    await Promise.all([
      writeFile(files.SGE_TLS_CERT, testCertificate),
      writeFile(files.SGE_TLS_KEY, testKey),
    ]);
    // The phones are made while the API is in clear: this process trusts no certificate of tests.
    const first = await startProduct();
    const house = await phoneHouseOf(first);
    const accounts: string[] = [];
    for (const desk of DESKS) accounts.push(await accountAt(house, desk));
    await first.stop({ keep: true });
    const port = await freePort();
    const env = { ...files, SGE_SIP_TLS_PORT: String(port) };
    const product = await startProduct({ folder: dirname(first.dataFolder), env });
    const phones: TonePhone[] = [];
    t.after(async () => {
      for (const phone of phones) await phone.stop();
      await product.stop();
      await rm(folder, { recursive: true });
    });
    for (const [index, account] of accounts.entries()) {
      const secured = account.replace(`:${house.sipPort};transport=udp`, `:${port};transport=tls`);
      phones.push(await TonePhone.start({ account: secured, toneHz: DESKS[index]?.toneHz ?? 0 }));
    }
    const [alice, bob] = phones;
    if (alice === undefined || bob === undefined) throw new Error('two phones were made');
    await alice.dials(`sip:1002@127.0.0.1:${port}`);
    await bob.answers();
    await Promise.all([alice.hears(bob.toneHz), bob.hears(alice.toneHz)]);
    await alice.hangsUp();
    await bob.isLeft();
    assert.match(await registeredOverWss(product.url), /^SIP\/2\.0 401 .*^Via: SIP\/2\.0\/WSS /ms);
  },
);

/** What a page that signs in is answered first. */
async function registeredOverWss(url: string): Promise<string> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/sip`, 'sip', {
    rejectUnauthorized: false,
  });
  await once(socket, 'open');
  const lines = [
    'REGISTER sip:sge SIP/2.0',
    'Via: SIP/2.0/WSS page.invalid;branch=z9hG4bKpage',
    'Max-Forwards: 70',
    'From: <sip:alice-desk@sge>;tag=page',
    'To: <sip:alice-desk@sge>',
    'Call-ID: page',
    'CSeq: 1 REGISTER',
    'Contact: <sip:alice@page.invalid;transport=ws>',
    'Content-Length: 0',
    ...['', ''],
  ];
  socket.send(lines.join('\r\n'));
  const [answer] = await once(socket, 'message');
  socket.close();
  return String(answer);
}
