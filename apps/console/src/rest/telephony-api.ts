import {
  type ChangeDevice,
  type CreateDevice,
  type CreateExtension,
  type CreateTrunk,
  Device,
  Extension,
  pageOf,
  type Static,
  Trunk,
  TrunkTest,
  type TSchema,
  type UpdateTrunk,
} from '@sky-genesis/protocol';
import type { Requests } from './request.ts';

const root = '/api/v1/voip';
/** How many of a list come at once. */
export const telephonyPageSize = 50;
const DevicePage = pageOf(Device);

interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

type Read<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** What administrators do with telephony, and people with their own phones. Every method throws what `Requests` throws. */
export interface TelephonyApi {
  readonly extensions: {
    list: Read<Extension>;
    create(body: CreateExtension): Promise<Extension>;
    remove(number: string): Promise<void>;
  };
  readonly devices: {
    list: Read<Device>;
    /** Everybody may ask for their own. */
    ofUser(userId: string): Promise<readonly Device[]>;
    /** The answer holds the SIP password, this once. */
    create(body: CreateDevice): Promise<Device>;
    change(id: string, body: ChangeDevice): Promise<Device>;
    /** As `create`. */
    renewPassword(id: string): Promise<Device>;
    remove(id: string): Promise<void>;
  };
  readonly trunks: {
    list: Read<Trunk>;
    create(body: CreateTrunk): Promise<Trunk>;
    update(id: string, body: UpdateTrunk): Promise<Trunk>;
    test(id: string): Promise<TrunkTest>;
    remove(id: string): Promise<void>;
  };
}

export function createTelephonyApi(requests: Requests): TelephonyApi {
  return {
    extensions: extensionsApi(requests),
    devices: devicesApi(requests),
    trunks: trunksApi(requests),
  };
}

function extensionsApi(requests: Requests): TelephonyApi['extensions'] {
  const all = `${root}/extensions`;
  return {
    list: pagesOf(Extension, requests, all),
    create: (body) => requests.read(Extension, { method: 'POST', path: all, body }),
    remove: (number) => requests.send({ method: 'DELETE', path: one(all, number) }),
  };
}

function devicesApi(requests: Requests): TelephonyApi['devices'] {
  const all = `${root}/devices`;
  return {
    list: pagesOf(Device, requests, all),
    ofUser: async (userId) => {
      const path = `${all}?${new URLSearchParams({ user_id: userId })}`;
      return (await requests.read(DevicePage, { method: 'GET', path })).data;
    },
    create: (body) => requests.read(Device, { method: 'POST', path: all, body }),
    change: (id, body) => requests.read(Device, { method: 'PATCH', path: one(all, id), body }),
    renewPassword: (id) =>
      requests.read(Device, { method: 'POST', path: `${one(all, id)}/password` }),
    remove: (id) => requests.send({ method: 'DELETE', path: one(all, id) }),
  };
}

function trunksApi(requests: Requests): TelephonyApi['trunks'] {
  const all = `${root}/trunks`;
  return {
    list: pagesOf(Trunk, requests, all),
    create: (body) => requests.read(Trunk, { method: 'POST', path: all, body }),
    update: (id, body) => requests.read(Trunk, { method: 'PATCH', path: one(all, id), body }),
    test: (id) => requests.read(TrunkTest, { method: 'POST', path: `${one(all, id)}/test` }),
    remove: (id) => requests.send({ method: 'DELETE', path: one(all, id) }),
  };
}

function one(all: string, id: string): string {
  return `${all}/${encodeURIComponent(id)}`;
}

function pagesOf<S extends TSchema>(item: S, requests: Requests, all: string): Read<Static<S>> {
  const schema = pageOf(item);
  return async (cursor) => {
    const query = new URLSearchParams({ limit: String(telephonyPageSize) });
    if (cursor !== undefined) query.set('cursor', cursor);
    const page = await requests.read(schema, { method: 'GET', path: `${all}?${query}` });
    return { data: page.data, nextCursor: page.next_cursor };
  };
}
