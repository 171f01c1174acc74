import { isBlocked, type Seat } from './seat.ts';
import type { MediaSource, Track } from './track.ts';

/** A track as everybody in the conference is told of it. */
export interface PublishedTrack extends Track {
  /** By a moderator. */
  readonly blocked: boolean;
}

/** A client's answer takes some 800 octets for each: this many fit into the largest description that is taken. */
const MAX_RECEIVED = 140;
/** What goes first where not everything fits. */
const PRECEDENCE: readonly MediaSource[] = ['screen', 'microphone', 'screen_audio', 'camera'];

/** What is published in one room or call, and who may have it: everybody has everything of the others. */
export class Conference {
  readonly org: string;
  readonly id: string;
  readonly #seats = new Map<string, Seat>();
  /** Participant → source → track. */
  readonly #tracks = new Map<string, ReadonlyMap<MediaSource, Track>>();
  readonly #byProducer = new Map<string, Track>();

  constructor(org: string, id: string) {
    this.org = org;
    this.id = id;
  }

  /** @returns whether what is blocked may have changed */
  seat(seat: Seat): boolean {
    const before = this.#seats.get(seat.participantId);
    this.#seats.set(seat.participantId, seat);
    return [...(this.#tracks.get(seat.participantId)?.keys() ?? [])].some(
      (source) => before === undefined || isBlocked(before, source) !== isBlocked(seat, source),
    );
  }

  mayShareScreen(participantId: string): boolean {
    return this.#seats.get(participantId)?.mayShareScreen === true;
  }

  /** What the participant publishes from now on, in place of what it did. */
  publish(participantId: string, tracks: readonly Track[]): void {
    for (const { producer } of this.#tracks.get(participantId)?.values() ?? [])
      this.#byProducer.delete(producer);
    for (const track of tracks) this.#byProducer.set(track.producer, track);
    if (tracks.length === 0) this.#tracks.delete(participantId);
    else this.#tracks.set(participantId, new Map(tracks.map((track) => [track.source, track])));
  }

  /** The participant is gone. */
  remove(participantId: string): void {
    this.publish(participantId, []);
    this.#seats.delete(participantId);
  }

  tracksOf(participantId: string): readonly PublishedTrack[] {
    return [...(this.#tracks.get(participantId)?.values() ?? [])].map((track) =>
      this.#shown(track),
    );
  }

  all(): readonly PublishedTrack[] {
    return [...this.#tracks.keys()].flatMap((participantId) => this.tracksOf(participantId));
  }

  /** What one who takes a single answer gets to see and hear: of one participant, the first who has a picture. */
  watchedBy(participantId: string, chosen: string | undefined): readonly Track[] {
    const others = [...this.#tracks].filter(([id]) => id !== participantId);
    const shows = (sources: ReadonlyMap<MediaSource, Track>) =>
      sources.has('screen') || sources.has('camera');
    const [, sources] =
      chosen === undefined
        ? (others.find(([, bySource]) => shows(bySource)) ?? others[0] ?? [])
        : (others.find(([id]) => id === chosen) ?? []);
    return PRECEDENCE.flatMap((source) => sources?.get(source) ?? []);
  }

  /** Whether somebody publishes the track now. */
  has(trackId: string): boolean {
    for (const tracks of this.#tracks.values())
      for (const { id } of tracks.values()) if (id === trackId) return true;
    return false;
  }

  /** What carries a producer of the engine; undefined for one that nobody has named. */
  byProducer(producer: string): Track | undefined {
    return this.#byProducer.get(producer);
  }

  /** What a participant receives, in the order of precedence where not everything fits. */
  receivedBy(participantId: string): readonly Track[] {
    const others = [...this.#tracks].filter(([id]) => id !== participantId);
    const tracks = others.flatMap(([, bySource]) => [...bySource.values()]);
    if (tracks.length <= MAX_RECEIVED) return tracks;
    return tracks
      .sort((a, b) => PRECEDENCE.indexOf(a.source) - PRECEDENCE.indexOf(b.source))
      .slice(0, MAX_RECEIVED);
  }

  #shown(track: Track): PublishedTrack {
    const seat = this.#seats.get(track.participantId);
    return { ...track, blocked: seat === undefined || isBlocked(seat, track.source) };
  }
}
