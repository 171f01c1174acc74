import type { BrowserSession } from '../negotiation/browser-session.ts';
import type { MediaTransport } from '../transport/media-transport.ts';

/** One browser's connection: its transport, its SDP, and what it publishes and receives. */
export interface Participant {
  readonly id: string;
  readonly roomId: string;
  readonly session: BrowserSession;
  readonly transport: MediaTransport;
  /** Producer ids by mid. */
  readonly published: Map<string, string>;
  /** Mids by consumer id. */
  readonly received: Map<string, string>;
}

export interface PublishedMedia {
  readonly producerId: string;
  readonly mid: string;
  readonly kind: 'audio' | 'video';
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
