import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runAgiScript } from '../peers/agi-script.ts';
import { needs } from '../peers/needs.ts';
import { openPhoneHouse } from './phone-house.ts';

const SCRIPT = fileURLToPath(
  new URL('../../examples/asterisk-agi-php/sge-voip-integration.php', import.meta.url),
);
const PBX_CALL = '20261127-1002';

/** The server, with bob at 1002, and the script as Asterisk runs it there. */
async function withScript(t: TestContext) {
  const house = await openPhoneHouse(t);
  const bob = await house.token('bob');
  await house.ask('POST', '/extensions', { number: '1002', user_id: 'bob' });
  const run = (variables: Readonly<Record<string, string>>, extension = '1002') =>
    runAgiScript({
      script: SCRIPT,
      args: [PBX_CALL, extension],
      env: { SGE_API_URL: `${house.product.url}/api/v1/voip` },
      variables,
      environment: { agi_callerid: '2001', agi_calleridname: 'unknown' },
    });
  return { house, bob, run };
}

test(
  'the PHP script makes the call and leaves its id, or the reason of a refusal',
  needs('php', 'phpCurl'),
  async (t) => {
    const { house, bob, run } = await withScript(t);
    const key = await house.product.sge('key', 'create', '--name', 'p', '--scope', 'calls:write');
    const made = await run({ SGE_TOKEN: key });
    const { body } = await house.ask('GET', `/calls/${made.SGE_CALL_ID}`, undefined, bob);
    assert.match(String(body.caller_id), /^key:/);
    assert.deepEqual(body.metadata, { pbx_call_id: PBX_CALL, caller_number: '2001' });
    assert.deepEqual(await run({ SGE_TOKEN: key }, '1999'), { SGE_ERROR: 'participant_unknown' });
    assert.deepEqual(await run({ SGE_TOKEN: 'sgek_wrong' }), { SGE_ERROR: 'unauthenticated' });
    assert.deepEqual(await run({}), { SGE_ERROR: 'unauthenticated' });
  },
);

test('it leaves a room that is named to its door', needs('php', 'phpCurl'), async (t) => {
  const { run } = await withScript(t);
  const room = 'room_06h1t86xvnsv3chgkt1q5pnjdw';
  assert.deepEqual(await run({ SGE_TOKEN: 'sgek_any', SGE_ROOM: room }), { SGE_CALL_ID: room });
});
