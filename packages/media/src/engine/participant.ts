import type { BrowserSession } from '../negotiation/browser-session.ts';
import type { MediaTransport } from '../transport/media-transport.ts';
import type { CloseReason } from './engine-events.ts';
import type { Room } from './room.ts';

/** One browser's connection: its transport, its SDP, and what it publishes and receives. */
export interface Participant {
  readonly id: string;
  readonly room: Room;
  readonly session: BrowserSession;
  readonly transport: MediaTransport;
  /** Producer ids by mid. */
  readonly published: Map<string, string>;
  /** Mids by producer id. */
  readonly received: Map<string, string>;
  /** Why we close it; absent while we do not. */
  closing?: CloseReason;
}

export interface PublishedMedia {
  readonly producerId: string;
  readonly mid: string;
  readonly kind: 'audio' | 'video';
}

export interface ReceivedMedia {
  /** For the browser to answer; absent when nothing has changed for it. */
  readonly offer?: string;
  /** All that it receives now. */
  readonly received: readonly { readonly mid: string; readonly producerId: string }[];
  /** Producers whose codec the browser cannot decode, or that its connection has no place for. */
  readonly refused: readonly string[];
}

export interface JoinedMedia extends Omit<ReceivedMedia, 'offer'> {
  readonly answer: string;
  readonly published: readonly PublishedMedia[];
}

/** A room, participant, producer or consumer that is not, or no longer, here. */
export class UnknownMedia extends Error {
  override readonly name = 'UnknownMedia';
  readonly code = 'unknown_media';
}

/** A participant of that id is connected, or connecting, already. */
export class AlreadyJoined extends Error {
  override readonly name = 'AlreadyJoined';
  readonly code = 'already_joined';
}
