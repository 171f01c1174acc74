import type { ClientFrame } from '@sky-genesis/protocol';
import type { MediaService, OfferInput } from '../../domain/media/index.ts';
import { Secret } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import { mediaPeerOf } from './media-peer.ts';

/** What media sessions do for WebSocket clients. */
export type MediaSessions = Pick<
  MediaService,
  'offer' | 'answer' | 'candidate' | 'wish' | 'mute' | 'restart' | 'detach'
>;

export type MediaFrame = Extract<ClientFrame, { readonly type: `Media${string}` }>;
type OfferFrame = Extract<MediaFrame, { readonly type: 'MediaOffer' }>;
type LayersFrame = Extract<MediaFrame, { readonly type: 'MediaLayers' }>;

/** Does what a media frame asks for. @throws AppError as `MediaService` */
export function handleMediaFrame(
  media: MediaSessions,
  connection: Connection,
  frame: MediaFrame,
): Promise<void> | undefined {
  const peer = mediaPeerOf(connection);
  const { session_id: sessionId } = frame;
  switch (frame.type) {
    case 'MediaOffer':
      return media.offer(peer, connection.scope, offerInput(frame));
    case 'MediaAnswer': {
      const { transport_id: transport, revision, sdp } = frame;
      return media.answer(peer, { sessionId, transport, revision, sdp });
    }
    case 'MediaCandidate': {
      const { transport_id: transport, candidate } = frame;
      media.candidate(peer, { sessionId, transport, candidate });
      return undefined;
    }
    case 'MediaLayers':
      media.wish(peer, sessionId, frame.track_id, wishOf(frame));
      return undefined;
    case 'MediaMuted':
      media.mute(peer, sessionId, frame.mid, frame.muted);
      return undefined;
    case 'MediaRestart':
      media.restart(peer, sessionId);
      return undefined;
    default:
      return frame satisfies never;
  }
}

function offerInput(frame: OfferFrame): OfferInput {
  const { session_id: sessionId, transport_id: transport, revision, sdp, tracks, token } = frame;
  return {
    sessionId,
    transport,
    revision,
    sdp,
    tracks: tracks.map(({ mid, source, muted = false }) => ({ mid, source, muted })),
    ...(token === undefined ? {} : { token: new Secret(token) }),
  };
}

function wishOf({ max_width, max_height, paused, pinned }: LayersFrame) {
  return {
    ...(max_width === undefined ? {} : { maxWidth: max_width }),
    ...(max_height === undefined ? {} : { maxHeight: max_height }),
    ...(paused === undefined ? {} : { paused }),
    ...(pinned === undefined ? {} : { pinned }),
  };
}
