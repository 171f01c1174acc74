import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { peers } from '../../scripts/suites/peers.ts';
import { needs } from '../peers/needs.ts';
import { namedBlocks } from './blocks.ts';
import { runSdkBlock } from './browser-block.ts';
import { assertSameNames, member } from './http-block.ts';
import { TurnHouse } from './turn-house.ts';

const blockNames = [
  ...['install', 'configure', 'tell', 'stun', 'relay', 'ask', 'answer', 'insist', 'rotate'],
] as const;

for (const file of ['turn.md', 'turn.fr.md']) {
  describe(`docs/${file}`, needs('chromium', 'coturn'), () => {
    const { count, block } = namedBlocks(file, blockNames);
    let house: TurnHouse;

    before(async () => {
      house = await TurnHouse.open(block('configure'), block('tell'));
    });
    after(() => house.close());

    test('every block is run', () => assert.equal(count, blockNames.length));

    test('the package is the one that the tests install', () => {
      assert.equal(block('install').text, `sudo apt-get install --yes ${peers.coturn.package}`);
    });

    test('STUN answers on both ports', async () => {
      const output = await house.run(block('stun'));
      assert.ok((output.match(/reflexive addr: 127\.0\.0\.1:\d+/g) ?? []).length >= 2, output);
    });

    test('packets go through the relay and back with the credentials that the server gives', async () => {
      assert.match(await house.run(block('relay')), /Total lost packets 0 /);
    });

    test('the answer is as printed', async () => {
      const { body } = await house.world.send(block('ask').text, 200);
      const printed: unknown = JSON.parse(block('answer').text);
      assertSameNames(printed, body, 'answer');
      const [shown, given] = [printed, body].map((all) => member(all, 'ice_servers'));
      assert.ok(Array.isArray(shown) && Array.isArray(given));
      assertSameNames(shown[1], given[1], 'the TURN server');
    });

    test('a call by the relay shows a picture', async () => {
      await runSdkBlock(house.world, block('insist'));
    });

    test('a second secret stands beside the first', async () => {
      const text = await house.change(block('rotate'));
      const secrets = [...text.matchAll(/^static-auth-secret=([0-9a-f]{64})$/gm)];
      assert.equal(new Set(secrets.map(([, secret]) => secret)).size, 2, text);
    });
  });
}
