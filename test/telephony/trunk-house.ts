import { type ProductOptions, startProduct } from '../peers/product.ts';
import { made } from './desk.ts';
import { freeUdpPorts } from './free-udp-ports.ts';
import { type PhoneHouse, phoneHouseOf } from './phone-house.ts';

type Json = Readonly<Record<string, unknown>>;

/** The product, and people who are called by number: nobody has a phone. */
export interface TrunkHouse extends PhoneHouse {
  /** @returns its id */
  addTrunk(settings: Json): Promise<string>;
  /** The newest call of theirs that fits, once there is one. */
  callOf(as: string, fits: (call: Json) => boolean): Promise<Json & { readonly path: string }>;
  /** What has happened in a call, in order, each event by its type. */
  eventsOf(path: string, as: string): Promise<readonly string[]>;
}

/** A trunk to which nobody listens, for PBXs that only call. */
export const HERE = {
  ...{ name: 'here', auth: 'ip', uri: 'sip:127.0.0.1:9', source_ips: ['127.0.0.1'] },
} as const;

/** Not in the range of the sound that sipp's scenarios name, so that nothing is sent to ourselves. */
export async function openTrunkHouse(env: ProductOptions['env'] = {}): Promise<TrunkHouse> {
  const ports = env.SGE_MEDIA_PORTS ?? (await freeUdpPorts(200));
  const product = await startProduct({ env: { ...env, SGE_MEDIA_PORTS: ports } });
  const house = await phoneHouseOf(product);
  const newest = (body: Json) => (Array.isArray(body.data) ? body.data : [])[0];
  return {
    ...house,
    addTrunk: async (settings) =>
      String((await made(house.ask('POST', '/trunks', settings))).body.id),
    callOf: async (as, fits) => {
      const body = await house.until(
        '/calls',
        (list) => newest(list) !== undefined && fits(newest(list)),
        as,
      );
      const call: Json = newest(body);
      return { ...call, path: `/calls/${String(call.id)}` };
    },
    eventsOf: async (path, as) => {
      const { body } = await house.ask('GET', `${path}/events`, undefined, as);
      return (Array.isArray(body.data) ? body.data : []).map(({ type }) => String(type));
    },
  };
}
