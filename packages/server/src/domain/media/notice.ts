import type { PublishedTrack } from './conference.ts';
import type { RestartReason } from './negotiation.ts';
import type { ReceivedTrack } from './track.ts';

export type CloseReason =
  | 'left'
  | 'kicked'
  | 'replaced'
  | 'sent_back'
  | 'room_ended'
  | 'call_ended'
  | 'lost';

export type QualityLevel = 'good' | 'fair' | 'poor' | 'unknown';

export interface ParticipantQuality {
  readonly participantId: string;
  readonly level: QualityLevel;
  /** Of packets, before repair: 0 to 1; the worse of the two directions, as in all that follows. */
  readonly loss: number | null;
  readonly jitterMs: number | null;
  readonly roundTripMs: number | null;
  /** ITU-T G.107; null without sound. */
  readonly mos: number | null;
}

/** What a media session tells its client. */
export type MediaNotice =
  | {
      readonly type: 'answer';
      readonly transport: string;
      readonly revision: number;
      readonly sdp: string;
    }
  | {
      readonly type: 'offer';
      readonly transport: string;
      readonly revision: number;
      readonly sdp: string;
      readonly tracks: readonly ReceivedTrack[];
    }
  | { readonly type: 'restart'; readonly reason: RestartReason }
  | { readonly type: 'closed'; readonly reason: CloseReason }
  | { readonly type: 'tracks'; readonly tracks: readonly PublishedTrack[] }
  | {
      readonly type: 'speakers';
      readonly speakers: readonly { readonly participantId: string; readonly level: number }[];
    }
  | { readonly type: 'quality'; readonly participants: readonly ParticipantQuality[] }
  | {
      readonly type: 'demand';
      readonly transport: string;
      readonly mid: string;
      readonly layers: readonly boolean[];
    };

/** The client's end of a session: one WebSocket, which may carry several. */
export interface MediaPeer {
  readonly id: string;
  readonly isOpen: boolean;
  send(sessionId: string, notice: MediaNotice): void;
}
