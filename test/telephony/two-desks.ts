import { type ProductOptions, startProduct } from '../peers/product.ts';
import { type Desk, furnish } from './desk.ts';
import { type PhoneHouse, phoneHouseOf } from './phone-house.ts';
import type { TonePhone } from './tone-phone.ts';

/** A house in which two have a phone on their desk: alice at 1001, which speaks A-law alone, and bob at 1002. */
export interface TwoDesks {
  readonly house: PhoneHouse;
  readonly alice: TonePhone;
  readonly bob: TonePhone;
  close(): Promise<void>;
}

/** @param hers what else Alice’s phone has of its own */
export async function openTwoDesks(
  env: ProductOptions['env'] = {},
  hers: Pick<Desk, 'srtp'> = {},
): Promise<TwoDesks> {
  const house = await phoneHouseOf(await startProduct({ env }));
  const [alice, bob] = await Promise.all([
    furnish(house, { user: 'alice', toneHz: 440, number: '1001', speaks: 'PCMA/8000/1', ...hers }),
    furnish(house, { user: 'bob', toneHz: 1000, number: '1002' }),
  ]);
  return {
    ...{ house, alice, bob },
    close: async () => {
      await Promise.all([alice.stop(), bob.stop()]);
      await house.product.stop();
    },
  };
}
