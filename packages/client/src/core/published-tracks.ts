import type { MediaSource, MediaTracksFrame, Static } from '@sky-genesis/protocol';
import type { RoomTrack } from './room-types.ts';

type Published = Static<typeof MediaTracksFrame>['tracks'][number];

/** What each member of a room or call publishes, as the server has last told. */
export class PublishedTracks {
  #tracks: readonly Published[] = [];

  read(tracks: readonly Published[]): void {
    this.#tracks = tracks;
  }

  has(memberId: string, source: MediaSource): boolean {
    return this.#find(memberId, source) !== undefined;
  }

  hasAny(memberId: string): boolean {
    return this.#tracks.some((track) => track.participant_id === memberId);
  }

  /** @param arrived the track by which it is received; null before it has come */
  of(memberId: string, source: MediaSource, arrived: MediaStreamTrack | null): RoomTrack | null {
    const published = this.#find(memberId, source);
    if (published === undefined) return null;
    const { muted, blocked } = published;
    return { source, track: arrived, muted, blocked };
  }

  #find(memberId: string, source: MediaSource): Published | undefined {
    return this.#tracks.find(
      (track) => track.participant_id === memberId && track.source === source,
    );
  }
}
