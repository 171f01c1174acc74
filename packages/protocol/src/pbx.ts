import { type Static, Type } from 'typebox';
import { NullableTimestamp, Timestamp } from './primitives.ts';

const closed = { additionalProperties: false } as const;

/** Why the PBX could not be asked. `unexpected_answer`: not ARI, or not one that can be read. */
export const PbxFailure = Type.Enum([
  'unreachable',
  'timeout',
  'credentials_refused',
  'too_large',
  'unexpected_answer',
]);
export type PbxFailure = Static<typeof PbxFailure>;

/** The PBX as the server sees it over ARI. It is looked at every 30 s, and for each of these answers. */
export const PbxHealth = Type.Object(
  {
    reachable: Type.Boolean(),
    /** Null while it is reachable. */
    failure: Type.Union([PbxFailure, Type.Null()]),
    /** When the server first found it so. */
    since: Timestamp,
    version: Type.Union([Type.String(), Type.Null()]),
    /** When the PBX itself was started; null, like `version`, while it is not reachable. */
    started_at: NullableTimestamp,
  },
  { $id: 'PbxHealth', ...closed },
);
export type PbxHealth = Static<typeof PbxHealth>;

const Party = Type.Object({ name: Type.String(), number: Type.String() }, closed);

/** One leg of a call inside of the PBX. Texts are as ARI gives them, empty where it knows nothing. */
export const PbxChannel = Type.Object(
  {
    id: Type.String({ examples: ['1795781677.0'] }),
    name: Type.String({ examples: ['PJSIP/2001-00000000'] }),
    /** `Down`, `Ring`, `Ringing`, `Up`, `Busy`, … */
    state: Type.String({ examples: ['Up'] }),
    caller: Party,
    connected: Party,
    context: Type.String({ examples: ['phones'] }),
    extension: Type.String({ examples: ['*43'] }),
    /** The dialplan application that runs, without its arguments: they may hold a key. */
    application: Type.String({ examples: ['Echo'] }),
    created_at: Timestamp,
  },
  { $id: 'PbxChannel', ...closed },
);
export type PbxChannel = Static<typeof PbxChannel>;

/** Channels that hear one another. */
export const PbxBridge = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    type: Type.String({ examples: ['mixing'] }),
    technology: Type.String({ examples: ['simple_bridge'] }),
    channel_ids: Type.Array(Type.String()),
    created_at: Timestamp,
  },
  { $id: 'PbxBridge', ...closed },
);
export type PbxBridge = Static<typeof PbxBridge>;

/** A phone or a trunk that the PBX knows. */
export const PbxEndpoint = Type.Object(
  {
    technology: Type.String({ examples: ['PJSIP'] }),
    resource: Type.String({ examples: ['2001'] }),
    /** `online`, `offline` or `unknown`. */
    state: Type.String({ examples: ['online'] }),
    channel_ids: Type.Array(Type.String()),
  },
  { $id: 'PbxEndpoint', ...closed },
);
export type PbxEndpoint = Static<typeof PbxEndpoint>;
