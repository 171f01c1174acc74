import type { Clock } from '../../kernel/index.ts';
import { Conference } from './conference.ts';
import type { RestartReason } from './negotiation.ts';
import type { CloseReason, MediaNotice } from './notice.ts';
import type { MediaEngine, UplinkDemand } from './ports.ts';
import type { Seat } from './seat.ts';
import type { Track } from './track.ts';

/** Changes of what is published are told together, this long after the first. */
const TELL_TRACKS_MS = 50;

/** Somebody's media session in a conference, whatever protocol negotiates it. */
export interface Member {
  /** A later session of the same key takes this one's place. */
  readonly key: string;
  readonly participantId: string;
  /** Whose it is: a user id or `key:<id>`. */
  readonly memberId: string;
  /** The engine's name of the connection; undefined while there is none. */
  readonly endpoint: string | undefined;
  connected(endpoint: string): void;
  /** The engine has ended the connection. */
  closed(endpoint: string): void;
  /** What there is to receive has changed. */
  refresh(): void;
  tell(notice: MediaNotice): void;
  /** Which layers of what it sends anybody watches. */
  demand(endpoint: string, uplinks: readonly UplinkDemand[]): void;
  lost(reason: RestartReason): void;
  /** Ends the session, once: it leaves the conference, and nothing more is asked of it. */
  end(reason: CloseReason): void;
}

/** A conference with the sessions that are in it now, and the engine that serves it. */
export class LiveConference {
  readonly conference: Conference;
  readonly members = new Map<string, Member>();
  readonly #engine: MediaEngine;
  readonly #clock: Clock;
  /** The connection that carries what a participant publishes. */
  readonly #endpoints = new Map<string, string>();
  #cancelTelling: (() => void) | undefined;

  constructor(
    org: string,
    id: string,
    parts: { readonly engine: MediaEngine; readonly clock: Clock },
  ) {
    this.conference = new Conference(org, id);
    this.#engine = parts.engine;
    this.#clock = parts.clock;
  }

  get id(): string {
    return this.conference.id;
  }

  /** What moderators and the room's settings allow somebody, from now on. */
  seat(seat: Seat): void {
    if (!this.conference.seat(seat)) return;
    this.#enforce(seat.participantId);
    this.#tellTracks();
  }

  /** What a participant publishes from now on, over `endpoint`. */
  publish(participantId: string, endpoint: string, tracks: readonly Track[]): void {
    const before = this.conference.tracksOf(participantId);
    this.conference.publish(participantId, tracks);
    if (tracks.length === 0) this.#endpoints.delete(participantId);
    else this.#endpoints.set(participantId, endpoint);
    const known = new Set(before.map(({ producer }) => producer));
    const isSame =
      before.length === tracks.length && tracks.every(({ producer }) => known.has(producer));
    if (!isSame) {
      // Before anybody can receive it.
      this.#enforce(participantId);
      this.#refreshOthers(participantId);
    }
    this.#tellTracks();
  }

  /** Takes back what a participant publishes over `endpoint`, unless another has taken its place. */
  unpublish(participantId: string, endpoint: string): void {
    if (this.#endpoints.get(participantId) === endpoint) this.publish(participantId, endpoint, []);
  }

  /** The sender's own mute. */
  mute(participantId: string, mid: string, muted: boolean): boolean {
    const tracks = this.conference.tracksOf(participantId);
    const endpoint = this.#endpoints.get(participantId);
    if (endpoint === undefined || !tracks.some((track) => track.mid === mid)) return false;
    const changed = tracks.map((track) => (track.mid === mid ? { ...track, muted } : track));
    this.publish(participantId, endpoint, changed);
    return true;
  }

  enter(member: Member): void {
    const before = this.members.get(member.key);
    this.members.set(member.key, member);
    before?.end('replaced');
  }

  leave(member: Member): void {
    if (this.members.get(member.key) === member) this.members.delete(member.key);
  }

  tellAll(notice: MediaNotice): void {
    for (const member of this.members.values()) member.tell(notice);
  }

  tracksNotice(): MediaNotice {
    return { type: 'tracks', tracks: this.conference.all() };
  }

  stop(): void {
    this.#cancelTelling?.();
  }

  #enforce(participantId: string): void {
    const endpoint = this.#endpoints.get(participantId);
    if (endpoint === undefined) return;
    for (const { producer, blocked } of this.conference.tracksOf(participantId)) {
      this.#engine.block(this.id, endpoint, producer, blocked);
    }
  }

  #refreshOthers(participantId: string): void {
    for (const member of this.members.values()) {
      if (member.participantId !== participantId) member.refresh();
    }
  }

  #tellTracks(): void {
    this.#cancelTelling ??= this.#clock.schedule(TELL_TRACKS_MS, () => {
      this.#cancelTelling = undefined;
      this.tellAll(this.tracksNotice());
    });
  }
}
