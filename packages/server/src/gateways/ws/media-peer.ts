import type { ServerFrame } from '@sky-genesis/protocol';
import type { MediaNotice, MediaPeer, ParticipantQuality } from '../../domain/media/index.ts';
import type { Connection } from './connection.ts';

/** A connection, as the media sessions on it see it. */
export function mediaPeerOf(connection: Connection): MediaPeer {
  return {
    id: connection.id,
    get isOpen() {
      return connection.open;
    },
    send: (sessionId, notice) => connection.send(mediaFrame(sessionId, notice)),
  };
}

function mediaFrame(sessionId: string, notice: MediaNotice): ServerFrame {
  const session = { session_id: sessionId } as const;
  switch (notice.type) {
    case 'answer':
    case 'offer':
      return { ...session, ...description(notice) };
    case 'restart':
      return { ...session, type: 'MediaRestart', reason: notice.reason };
    case 'closed':
      return { ...session, type: 'MediaClosed', reason: notice.reason };
    case 'tracks':
      return { ...session, type: 'MediaTracks', tracks: notice.tracks.map(trackToWire) };
    case 'speakers':
      return {
        ...session,
        type: 'MediaSpeakers',
        speakers: notice.speakers.map(({ participantId, level }) => ({
          participant_id: participantId,
          level,
        })),
      };
    case 'quality':
      return {
        ...session,
        type: 'MediaQuality',
        participants: notice.participants.map(qualityToWire),
      };
    case 'demand':
      return {
        ...session,
        type: 'MediaDemand',
        transport_id: notice.transport,
        mid: notice.mid,
        layers: [...notice.layers],
      };
    default:
      return notice satisfies never;
  }
}

type Description = Extract<MediaNotice, { readonly type: 'answer' | 'offer' }>;

function description(notice: Description) {
  const { transport, revision, sdp } = notice;
  const common = { transport_id: transport, revision, sdp };
  if (notice.type === 'answer') return { type: 'MediaAnswer', ...common } as const;
  const tracks = notice.tracks.map(({ mid, trackId, participantId, source }) => ({
    mid,
    track_id: trackId,
    participant_id: participantId,
    source,
  }));
  return { type: 'MediaOffer', ...common, tracks } as const;
}

function trackToWire(track: Extract<MediaNotice, { readonly type: 'tracks' }>['tracks'][number]) {
  const { id, participantId, source, muted, blocked } = track;
  return { track_id: id, participant_id: participantId, source, muted, blocked };
}

function qualityToWire({
  participantId,
  level,
  loss,
  jitterMs,
  roundTripMs,
  mos,
}: ParticipantQuality) {
  return {
    participant_id: participantId,
    level,
    loss,
    jitter_ms: jitterMs,
    rtt_ms: roundTripMs,
    mos,
  };
}
