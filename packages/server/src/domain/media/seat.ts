import type { MediaSource } from './track.ts';

/** What moderators have silenced of somebody. */
export interface Silenced {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
}

/** Somebody's place in a room, or in a call whose media run over the router. */
export interface Seat {
  readonly org: string;
  /** `room_…` or `call_…`. */
  readonly conferenceId: string;
  /** `part_…`; in a call the user id. */
  readonly participantId: string;
  readonly silenced: Silenced;
  readonly mayShareScreen: boolean;
}

/** Nobody silences anybody in a call. */
export const UNSILENCED: Silenced = { audio: false, video: false, screen: false };

/**
 * Whether nothing of this source is to reach the others. Sound is silenced whatever its sender calls it, so
 * that no microphone gets through as the sound of a screen.
 */
export function isBlocked({ silenced, mayShareScreen }: Seat, source: MediaSource): boolean {
  switch (source) {
    case 'microphone':
      return silenced.audio;
    case 'camera':
      return silenced.video;
    case 'screen':
      return silenced.screen || !mayShareScreen;
    case 'screen_audio':
      return silenced.audio || silenced.screen || !mayShareScreen;
    default:
      return source satisfies never;
  }
}
