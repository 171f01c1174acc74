import { after, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { furnish } from './desk.ts';
import { type PhoneHouse, phoneHouseOf } from './phone-house.ts';
import type { TonePhone } from './tone-phone.ts';

suite('two phones', needs('baresip'), () => {
  let product: Product;
  let house: PhoneHouse;
  let alice: TonePhone;
  let bob: TonePhone;

  before(async () => {
    product = await startProduct();
    house = await phoneHouseOf(product);
    [alice, bob] = await Promise.all([
      furnish(house, { user: 'alice', toneHz: 440, number: '1001' }),
      furnish(house, { user: 'bob', toneHz: 1000, number: '1002' }),
    ]);
  });
  after(async () => {
    await Promise.all([alice.stop(), bob.stop()]);
    await product.stop();
  });

  test('hear one another, and not themselves', async () => {
    await alice.dials(`sip:1002@127.0.0.1:${house.sipPort}`);
    await bob.answers();
    await Promise.all([alice.hears(1000), bob.hears(440)]);
    await bob.hangsUp();
    await alice.isLeft();
  });
});
