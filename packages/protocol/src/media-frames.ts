import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const FrameId = Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Integer()]));

/** A participant (`part_…`) of a room, or a call (`call_…`) whose media run over a router. */
export const MediaSessionId = Type.String({
  pattern: '^(part|call)_[0-9a-hjkmnp-tv-z]{26}$',
});
/**
 * The client's own name of one RTCPeerConnection. A first offer with a new one replaces the connection of
 * before (ICE restart, reload); frames that name a replaced one are refused with `media_stale`.
 */
export const MediaTransportId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
/** Numbers the offers of one side on one transport, from 1; an answer repeats its offer's. */
export const MediaRevision = Type.Integer({ minimum: 1 });
const Sdp = Type.String({ minLength: 1, maxLength: 131_072 });
const Mid = Type.String({ minLength: 1, maxLength: 16 });

export const MediaSource = Type.Enum(['camera', 'microphone', 'screen', 'screen_audio']);
export type MediaSource = Static<typeof MediaSource>;

const session = { session_id: MediaSessionId, transport_id: MediaTransportId };

/** What the client sends in a section of its offer; a section not named here is not published. */
export const SentTrack = Type.Object(
  {
    mid: Mid,
    source: MediaSource,
    simulcast: Type.Optional(Type.Boolean()),
    muted: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type SentTrack = Static<typeof SentTrack>;

/** `token` is the room token; needed with the first offer of a room's session on this WebSocket. */
export const ClientMediaOfferFrame = Type.Object(
  {
    type: Type.Literal('MediaOffer'),
    id: FrameId,
    ...session,
    revision: MediaRevision,
    sdp: Sdp,
    tracks: Type.Array(SentTrack, { maxItems: 16 }),
    token: Type.Optional(Type.String({ maxLength: 4096 })),
  },
  closed,
);
export const ClientMediaAnswerFrame = Type.Object(
  { type: Type.Literal('MediaAnswer'), id: FrameId, ...session, revision: MediaRevision, sdp: Sdp },
  closed,
);
/** Accepted and checked; the engine finds browsers by their authenticated checks and needs no candidates. */
export const ClientMediaCandidateFrame = Type.Object(
  {
    type: Type.Literal('MediaCandidate'),
    id: FrameId,
    ...session,
    candidate: Type.Union([
      Type.Null(),
      Type.Object({
        candidate: Type.String({ maxLength: 1024 }),
        sdpMid: Type.Optional(Type.Union([Mid, Type.Null()])),
        sdpMLineIndex: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
        usernameFragment: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
      }),
    ]),
  },
  closed,
);
/** How large a received track is shown, in physical pixels, whether at all, and whether before others. */
export const MediaLayersFrame = Type.Object(
  {
    type: Type.Literal('MediaLayers'),
    id: FrameId,
    session_id: MediaSessionId,
    track_id: Type.String({ minLength: 1, maxLength: 128 }),
    max_width: Type.Optional(Type.Integer({ minimum: 1, maximum: 16_384 })),
    max_height: Type.Optional(Type.Integer({ minimum: 1, maximum: 16_384 })),
    paused: Type.Optional(Type.Boolean()),
    pinned: Type.Optional(Type.Boolean()),
  },
  closed,
);
/** The sender's own mute of a track: others are told by `MediaTracks`. */
export const MediaMutedFrame = Type.Object(
  {
    type: Type.Literal('MediaMuted'),
    id: FrameId,
    session_id: MediaSessionId,
    mid: Mid,
    muted: Type.Boolean(),
  },
  closed,
);
/** The client leaves this session's transport and will offer a new one. */
export const ClientMediaRestartFrame = Type.Object(
  { type: Type.Literal('MediaRestart'), id: FrameId, session_id: MediaSessionId },
  closed,
);

export const CLIENT_MEDIA_FRAMES = [
  ClientMediaOfferFrame,
  ClientMediaAnswerFrame,
  ClientMediaCandidateFrame,
  MediaLayersFrame,
  MediaMutedFrame,
  ClientMediaRestartFrame,
] as const;

/** A section of the server's offer that carries somebody's track. */
export const ReceivedTrack = Type.Object({
  mid: Type.String(),
  track_id: Type.String(),
  participant_id: Type.String(),
  source: MediaSource,
});
export type ReceivedTrack = Static<typeof ReceivedTrack>;

export const ServerMediaAnswerFrame = Type.Object({
  type: Type.Literal('MediaAnswer'),
  ...session,
  revision: MediaRevision,
  sdp: Type.String(),
});
/** `tracks` names every section in use; a section not named carries nothing. */
export const ServerMediaOfferFrame = Type.Object({
  type: Type.Literal('MediaOffer'),
  ...session,
  revision: MediaRevision,
  sdp: Type.String(),
  tracks: Type.Array(ReceivedTrack),
});
/** The transport is gone on the server's side: offer a new one, with a new transport id. */
export const ServerMediaRestartFrame = Type.Object({
  type: Type.Literal('MediaRestart'),
  session_id: MediaSessionId,
  reason: Type.Enum(['worker_lost', 'transport_lost', 'moved']),
});
/** The session is over; nothing more comes of it. */
export const MediaClosedFrame = Type.Object({
  type: Type.Literal('MediaClosed'),
  session_id: MediaSessionId,
  reason: Type.Enum([
    'left',
    'kicked',
    'replaced',
    'sent_back',
    'room_ended',
    'call_ended',
    'lost',
  ]),
});
/**
 * Every track that is published in the session's room or call, one's own too, whenever one changes.
 * `participant_id` is the user id in a call; of who is outside it is `ext:<leg id>`, whatever address the leg shows. `blocked`: silenced by a moderator.
 */
export const MediaTracksFrame = Type.Object({
  type: Type.Literal('MediaTracks'),
  session_id: MediaSessionId,
  tracks: Type.Array(
    Type.Object({
      track_id: Type.String(),
      participant_id: Type.String(),
      source: MediaSource,
      muted: Type.Boolean(),
      blocked: Type.Boolean(),
    }),
  ),
});
/** Who speaks, loudest first. `level` is 0 (loudest) to 127 (silence) in −dBov (RFC 6464). */
export const MediaSpeakersFrame = Type.Object({
  type: Type.Literal('MediaSpeakers'),
  session_id: MediaSessionId,
  speakers: Type.Array(Type.Object({ participant_id: Type.String(), level: Type.Integer() })),
});
/** Live, every few seconds: how well each participant is connected. */
export const MediaQualityFrame = Type.Object({
  type: Type.Literal('MediaQuality'),
  session_id: MediaSessionId,
  participants: Type.Array(
    Type.Object({
      participant_id: Type.String(),
      level: Type.Enum(['good', 'fair', 'poor', 'unknown']),
      /** 0 to 1. */
      loss: Type.Union([Type.Number(), Type.Null()]),
      jitter_ms: Type.Union([Type.Number(), Type.Null()]),
      rtt_ms: Type.Union([Type.Number(), Type.Null()]),
      /** ITU-T G.107, 1 to 4.5; null without sound. */
      mos: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
});
/** Which simulcast layers of a sent section anybody watches, lowest first: stop encoding the others. */
export const MediaDemandFrame = Type.Object({
  type: Type.Literal('MediaDemand'),
  session_id: MediaSessionId,
  transport_id: MediaTransportId,
  mid: Type.String(),
  layers: Type.Array(Type.Boolean()),
});

export const SERVER_MEDIA_FRAMES = [
  ServerMediaAnswerFrame,
  ServerMediaOfferFrame,
  ServerMediaRestartFrame,
  MediaClosedFrame,
  MediaTracksFrame,
  MediaSpeakersFrame,
  MediaQualityFrame,
  MediaDemandFrame,
] as const;
