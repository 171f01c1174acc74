import { type Static, Type } from 'typebox';
import { NullableTimestamp, Timestamp, UserId } from './primitives.ts';
import { RoomId } from './rooms.ts';
import { DisplayName } from './users.ts';
import { SpokenLanguage } from './voice.ts';

const closed = { additionalProperties: false } as const;

/** Digits, `*`, `#` and a leading `+`; what people dial. */
export const ExtensionNumber = Type.String({
  pattern: '^\\+?[0-9*#]{1,20}$',
  examples: ['1001'],
});

/** A number that rings a user, leads into a room, or is the entrance at which a PIN names the room. */
export const Extension = Type.Object(
  {
    number: ExtensionNumber,
    user_id: Type.Union([UserId, Type.Null()]),
    room_id: Type.Union([RoomId, Type.Null()]),
    dial_in: Type.Boolean(),
    /** What who calls is spoken to in; null: the server's (`SGE_PROMPT_LANGUAGE`). */
    language: Type.Union([SpokenLanguage, Type.Null()]),
    display_name: Type.String(),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'Extension', ...closed },
);
export type Extension = Static<typeof Extension>;

/** Exactly one of `user_id`, `room_id` and `dial_in`. `display_name` absent: the number. */
export const CreateExtension = Type.Object(
  {
    number: ExtensionNumber,
    user_id: Type.Optional(UserId),
    room_id: Type.Optional(RoomId),
    dial_in: Type.Optional(
      Type.Boolean({ description: 'asks who calls for the PIN of the room that they want' }),
    ),
    language: Type.Optional(SpokenLanguage),
    display_name: Type.Optional(DisplayName),
  },
  {
    $id: 'CreateExtension',
    ...closed,
    examples: [
      { number: '1001', user_id: 'user456', display_name: 'Reception' },
      { number: '8000', dial_in: true, language: 'fr' },
    ],
  },
);
export type CreateExtension = Static<typeof CreateExtension>;

/** What a phone signs in with: letters, digits and `. _ -`; 3 to 64 of them. Unique on the server. */
export const SipUsername = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$',
  examples: ['user456-desk'],
});

/**
 * How the sound of a phone or trunk is kept from others: not at all, by keys in the SDP (RFC 4568), by DTLS and ICE
 * (RFC 5763), as browsers have it.
 */
export const SrtpMode = Type.Enum(['off', 'sdes', 'dtls']);
export type SrtpMode = Static<typeof SrtpMode>;

export const DeviceKind = Type.Enum(['desk_phone', 'softphone']);
export type DeviceKind = Static<typeof DeviceKind>;

/** Where phones sign in. */
export const SipServer = Type.Object(
  {
    host: Type.String(),
    /** Of UDP and TCP. */
    port: Type.Integer(),
    /** Of SIP over TLS; null where there is none. */
    tls_port: Type.Union([Type.Integer(), Type.Null()]),
    /** Of SIP over WebSocket (RFC 7118), for phones in browsers. */
    websocket_url: Type.String({ examples: ['wss://voip.example.com/ws/sip'] }),
  },
  { $id: 'SipServer', ...closed },
);
export type SipServer = Static<typeof SipServer>;

/** A phone of a user, which registers with the server's SIP registrar. */
export const Device = Type.Object(
  {
    id: Type.String(),
    user_id: UserId,
    username: SipUsername,
    device_name: Type.String(),
    kind: DeviceKind,
    srtp: SrtpMode,
    /** Only in the answer that creates it or sets a new one. */
    password: Type.Optional(Type.String()),
    /** Where it signs in with it; beside the password. */
    server: Type.Optional(SipServer),
    /** Whether a contact of it is registered now. */
    registered: Type.Boolean(),
    registration_expires_at: NullableTimestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'Device', ...closed },
);
export type Device = Static<typeof Device>;

export const CreateDevice = Type.Object(
  {
    user_id: UserId,
    username: SipUsername,
    device_name: DisplayName,
    kind: Type.Optional(DeviceKind),
    srtp: Type.Optional(SrtpMode),
  },
  {
    $id: 'CreateDevice',
    ...closed,
    examples: [{ user_id: 'user456', username: 'user456-desk', device_name: 'Desk' }],
  },
);
export type CreateDevice = Static<typeof CreateDevice>;

/** What stays as it is where absent; a call that goes on keeps the sound that it has. */
export const ChangeDevice = Type.Object(
  { device_name: Type.Optional(DisplayName), srtp: Type.Optional(SrtpMode) },
  { $id: 'ChangeDevice', ...closed, minProperties: 1, examples: [{ srtp: 'sdes' }] },
);
export type ChangeDevice = Static<typeof ChangeDevice>;

export const TrunkAuth = Type.Enum(['ip', 'digest', 'register']);
export type TrunkAuth = Static<typeof TrunkAuth>;
export const SipTransport = Type.Enum(['udp', 'tcp', 'tls', 'ws', 'wss']);
export type SipTransport = Static<typeof SipTransport>;
export const SipCodec = Type.Enum(['opus', 'g722', 'pcma', 'pcmu']);
export type SipCodec = Static<typeof SipCodec>;

/**
 * Numbers that may be dialled through the trunk: those that begin with `prefix`. `strip` leading digits
 * are taken away, then `prepend` is put in front. Without any, nothing may.
 */
export const OutboundRoute = Type.Object(
  {
    prefix: Type.String({ pattern: '^\\+?[0-9*#]{0,20}$' }),
    strip: Type.Optional(Type.Integer({ minimum: 0, maximum: 20, default: 0 })),
    prepend: Type.Optional(Type.String({ pattern: '^\\+?[0-9*#]{0,20}$', default: '' })),
  },
  { $id: 'OutboundRoute', ...closed },
);
export type OutboundRoute = Static<typeof OutboundRoute>;

/** `sip:host`, `sips:host`, with a port where it is not the usual one. */
const SipHostUri = Type.String({
  pattern: '^sips?:(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?$',
  maxLength: 255,
  examples: ['sip:pbx.example.com'],
});
/** An address or a block: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/64`. */
const SourceAddress = Type.String({ pattern: '^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$', maxLength: 49 });

const trunk = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  auth: TrunkAuth,
  uri: SipHostUri,
  transport: SipTransport,
  outbound_proxy: Type.Union([SipHostUri, Type.Null()]),
  source_ips: Type.Array(SourceAddress, { maxItems: 64 }),
  username: Type.Union([Type.String({ minLength: 1, maxLength: 128 }), Type.Null()]),
  srtp: SrtpMode,
  codecs: Type.Array(SipCodec, { minItems: 1, maxItems: 4, uniqueItems: true }),
  max_channels: Type.Integer({ minimum: 1, maximum: 10_000 }),
  /** The lowest first; among equals by `weight` (RFC 2782). */
  priority: Type.Integer({ minimum: 0, maximum: 65_535 }),
  weight: Type.Integer({ minimum: 0, maximum: 65_535 }),
  routes: Type.Array(OutboundRoute, { maxItems: 200 }),
  enabled: Type.Boolean(),
};

export const Trunk = Type.Object(
  {
    id: Type.String(),
    ...trunk,
    has_password: Type.Boolean(),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { $id: 'Trunk', ...closed },
);
export type Trunk = Static<typeof Trunk>;

const trunkPassword = Type.Union([Type.String({ minLength: 1, maxLength: 256 }), Type.Null()], {
  description: 'never given back',
});
const { name, auth, uri, ...usual } = trunk;
const trunkInput = { ...usual, password: trunkPassword };

/**
 * `ip` needs `source_ips`; `digest` (the peer signs in here, and we there) and `register` (we sign in there) need
 * `username` and `password`. Absent: `udp`, no SRTP, every codec, 100 channels, no routes, enabled.
 */
export const CreateTrunk = Type.Object(
  { name, auth, uri, ...Type.Partial(Type.Object(trunkInput)).properties },
  {
    $id: 'CreateTrunk',
    ...closed,
    examples: [
      {
        name: 'Asterisk',
        auth: 'ip',
        uri: 'sip:pbx.example.com',
        source_ips: ['192.0.2.7'],
        routes: [{ prefix: '0' }],
      },
    ],
  },
);
export type CreateTrunk = Static<typeof CreateTrunk>;

export const UpdateTrunk = Type.Partial(Type.Object({ name, auth, uri, ...trunkInput }), {
  $id: 'UpdateTrunk',
  ...closed,
  minProperties: 1,
});
export type UpdateTrunk = Static<typeof UpdateTrunk>;

/** What OPTIONS found (RFC 3261 §11). `status_code` null: no answer, for `reason`. */
export const TrunkTest = Type.Object(
  {
    reachable: Type.Boolean(),
    status_code: Type.Union([Type.Integer(), Type.Null()]),
    reason: Type.String(),
    round_trip_ms: Type.Union([Type.Number(), Type.Null()]),
    /** Only for `register`: whether the registration stands. */
    registered: Type.Union([Type.Boolean(), Type.Null()]),
  },
  { $id: 'TrunkTest', ...closed },
);
export type TrunkTest = Static<typeof TrunkTest>;
