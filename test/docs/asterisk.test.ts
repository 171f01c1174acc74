import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { AsteriskGuide, STEPS } from './asterisk-guide.ts';
import { namedBlocks } from './blocks.ts';

type Json = Readonly<Record<string, unknown>>;

for (const file of ['asterisk.md', 'asterisk.fr.md']) {
  describe(`docs/${file}`, needs('asterisk', 'baresip'), () => {
    const { count, block } = namedBlocks(file, STEPS);
    let guide: AsteriskGuide;

    before(async () => {
      guide = await AsteriskGuide.begin(block('configure'), block('key'));
    });
    after(() => guide.close());

    test('every block is run', () => assert.equal(count, STEPS.length));

    test('the configuration has passwords of its own, and Asterisk knows the trunk and the phone', async () => {
      const { asterisk } = guide;
      for (const password of [asterisk.phonePassword, asterisk.ariPassword])
        assert.match(password, /^[A-Za-z0-9+/]{32}$/);
      const endpoints = await asterisk.console('pjsip show endpoints');
      for (const name of ['sge', '2001']) assert.match(endpoints, new RegExp(`Endpoint: +${name}`));
    });

    test('the trunk is there', async () => {
      const { id } = await guide.answerOf(block('trunk'));
      const probe = await guide.ask('POST', `/trunks/${String(id)}/test`);
      assert.partialDeepStrictEqual(probe, { reachable: true, status_code: 200 });
    });

    test('the phone of the PBX calls the person, and the API the phone', async () => {
      assert.partialDeepStrictEqual(await guide.answerOf(block('numbers')), { number: '1001' });
      const phone = await guide.phone();
      const place = `127.0.0.1:${guide.asterisk.sipPort}`;
      await phone.command('dial', `sip:1001@${place}`);
      await guide.accept('user456');
      await phone.event('CALL_ESTABLISHED');
      await phone.command('hangup');
      await phone.event('CALL_CLOSED');
      const wish = { participants: ['sip:2001@127.0.0.1'], call_type: 'audio' };
      const { id } = await guide.ask('POST', '/calls', wish);
      await phone.event('CALL_INCOMING');
      await phone.command('accept');
      await guide.until(`/calls/${String(id)}`, ({ status }: Json) => status === 'connected');
      await phone.command('hangup');
      await phone.event('CALL_CLOSED');
    });

    test('the dialplan asks the API before it calls', async () => {
      const phone = await guide.phone();
      await phone.command('dial', `sip:*1001@127.0.0.1:${guide.asterisk.sipPort}`);
      const { caller_id: caller } = await guide.accept('user456');
      assert.match(String(caller), /^key:/);
      await phone.event('CALL_ESTABLISHED');
      await phone.command('hangup');
      await phone.event('CALL_CLOSED');
    });

    test('administrators look into the PBX', async () => {
      await guide.startAgainWith(block('ari'));
      await guide.until('/pbx', ({ reachable }: Json) => reachable === true);
    });

    // That Asterisk is met so is for test/asterisk: here its certificate would have to be of pbx.example.com.
    test('the trunk as WebRTC takes the place of the first', async () => {
      const { data } = await guide.ask('GET', '/trunks');
      for (const { id } of Array.isArray(data) ? data : [])
        await guide.ask('DELETE', `/trunks/${String(id)}`);
      const made = await guide.answerOf(block('webrtc'));
      assert.partialDeepStrictEqual(made, { auth: 'register', transport: 'wss', srtp: 'dtls' });
    });
  });
}
