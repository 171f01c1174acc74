import {
  ChangeDevice,
  CreateDevice,
  Device,
  PageQuery,
  pageOf,
  UserId,
} from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type {
  CreatedDevice,
  Devices,
  Registrations,
  SipServer,
  Device as StoredDevice,
} from '../../../domain/telephony/index.ts';
import { timestamp } from '../../wire/time-wire.ts';
import { pageReply, pageRequest } from '../paging.ts';
import { defineRoute, type Route } from '../route.ts';

const TAG = 'Telephony';
const Params = Type.Object({ id: Type.String({ pattern: '^dev_[0-9a-hjkmnp-tv-z]{26}$' }) });
const Query = Type.Object(
  { ...PageQuery.properties, user_id: Type.Optional(UserId) },
  { additionalProperties: false },
);
const ALL = '/api/v1/voip/devices';
const ONE = `${ALL}/{id}`;

interface DeviceParts {
  readonly devices: Devices;
  readonly registrations: Registrations;
  /** Where phones sign in. */
  readonly server: () => SipServer;
}

/** Phones that register with the server. */
export function deviceRoutes(parts: DeviceParts): Route[] {
  return [
    createDevice(parts),
    listDevices(parts),
    getDevice(parts),
    changeDevice(parts),
    renewPassword(parts),
    removeDevice(parts),
  ];
}

function createDevice(parts: DeviceParts): Route {
  return defineRoute({
    method: 'POST',
    path: ALL,
    operationId: 'createDevice',
    tag: TAG,
    summary: 'Add a phone of a user',
    description:
      'The SIP password is in this answer and never again. Users add their own phones; administrators anybody’s. Without `srtp` its sound is in clear.',
    auth: 'required',
    body: CreateDevice,
    creates: true,
    responses: { 201: Device },
    refusals: ['device_exists', 'user_not_found', 'scope_missing'],
    handler: async ({ body }, { scope, receipt }) => {
      const {
        user_id: userId,
        username,
        device_name: name,
        kind = 'desk_phone',
        srtp = 'off',
      } = body;
      const device = { userId, username, name, kind, srtp };
      const created = await parts.devices.create(scope, device, (made) =>
        receipt({ status: 201, body: withPassword(parts, made) }),
      );
      return { status: 201, body: withPassword(parts, created) };
    },
  });
}

function listDevices(parts: DeviceParts): Route {
  return defineRoute({
    method: 'GET',
    path: ALL,
    operationId: 'listDevices',
    tag: TAG,
    summary: 'Phones, and whether they are registered',
    description:
      'Without `user_id`, all of the organisation’s: for administrators. Over a restart of the server a phone stays registered where no connection of its own leads to it: by UDP, or through a proxy.',
    auth: 'required',
    query: Query,
    responses: { 200: pageOf(Device) },
    refusals: ['scope_missing'],
    handler: async ({ query }, { scope }) => {
      const { user_id: userId } = query;
      const filter = userId === undefined ? {} : { userId };
      const page = await parts.devices.list(scope, filter, pageRequest(query));
      return { status: 200, body: pageReply(page, (device) => deviceJson(parts, device)) };
    },
  });
}

function getDevice(parts: DeviceParts): Route {
  return defineRoute({
    method: 'GET',
    path: ONE,
    operationId: 'getDevice',
    tag: TAG,
    summary: 'One phone',
    auth: 'required',
    params: Params,
    responses: { 200: Device },
    refusals: ['device_not_found'],
    handler: async ({ params }, { scope }) => ({
      status: 200,
      body: deviceJson(parts, await parts.devices.get(scope, params.id)),
    }),
  });
}

function changeDevice(parts: DeviceParts): Route {
  return defineRoute({
    method: 'PATCH',
    path: ONE,
    operationId: 'changeDevice',
    tag: TAG,
    summary: 'Rename a phone, or say how its sound is encrypted',
    auth: 'required',
    params: Params,
    body: ChangeDevice,
    responses: { 200: Device },
    refusals: ['device_not_found'],
    handler: async ({ params, body }, { scope }) => {
      const { device_name: name, srtp } = body;
      const change = { ...(name === undefined ? {} : { name }), ...(srtp && { srtp }) };
      const changed = await parts.devices.change(scope, params.id, change);
      return { status: 200, body: deviceJson(parts, changed) };
    },
  });
}

function renewPassword(parts: DeviceParts): Route {
  return defineRoute({
    method: 'POST',
    path: `${ONE}/password`,
    operationId: 'renewDevicePassword',
    tag: TAG,
    summary: 'Give a phone a new SIP password; the old one ends at once',
    auth: 'required',
    params: Params,
    creates: true,
    responses: { 200: Device },
    refusals: ['device_not_found'],
    handler: async ({ params }, { scope, receipt }) => {
      const renewed = await parts.devices.renewPassword(scope, params.id, (made) =>
        receipt({ status: 200, body: withPassword(parts, made) }),
      );
      return { status: 200, body: withPassword(parts, renewed) };
    },
  });
}

function removeDevice({ devices }: DeviceParts): Route {
  return defineRoute({
    method: 'DELETE',
    path: ONE,
    operationId: 'removeDevice',
    tag: TAG,
    summary: 'Remove a phone; it can neither register nor call any more',
    auth: 'required',
    params: Params,
    responses: { 204: null },
    refusals: ['device_not_found'],
    handler: async ({ params }, { scope }) => {
      await devices.remove(scope, params.id);
      return { status: 204 };
    },
  });
}

function withPassword(parts: DeviceParts, { device, password }: CreatedDevice): Device {
  const { host, port, tlsPort, webSocketUrl } = parts.server();
  const server = { host, port, tls_port: tlsPort, websocket_url: webSocketUrl };
  return { ...deviceJson(parts, device), password: password.reveal(), server };
}

function deviceJson({ registrations }: DeviceParts, device: StoredDevice): Device {
  const expiresAtMs = registrations.expiresAtMs(device.id);
  return {
    id: device.id,
    user_id: device.userId,
    username: device.username,
    device_name: device.name,
    kind: device.kind,
    srtp: device.srtp,
    registered: expiresAtMs !== undefined,
    registration_expires_at: expiresAtMs === undefined ? null : timestamp(expiresAtMs),
    created_at: timestamp(device.createdAtMs),
    updated_at: timestamp(device.updatedAtMs),
  };
}
