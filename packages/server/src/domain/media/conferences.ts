import type { Clock, LogFields, Logger } from '../../kernel/index.ts';
import { LiveConference, type Member } from './live-conference.ts';
import type { CloseReason } from './notice.ts';
import type { MediaEngine, MediaEngineEvents, QualityReport } from './ports.ts';
import { qualityOf } from './quality.ts';

export interface ConferencesParts {
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The conferences with somebody in them, and whom the engine's news is for. */
export class Conferences {
  readonly #parts: ConferencesParts;
  readonly #live = new Map<string, LiveConference>();
  readonly #endpoints = new Map<string, Member>();
  readonly #unsubscribe: () => void;
  #named = 0;

  constructor(parts: ConferencesParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.engine.subscribe(this.#events());
  }

  /** Conferences with somebody in them, and connections that the engine has or makes. */
  get counts(): { readonly conferences: number; readonly connections: number } {
    return { conferences: this.#live.size, connections: this.#endpoints.size };
  }

  /** The room or call with this id, with nobody in it if need be. */
  open(org: string, id: string): LiveConference {
    const known = this.#live.get(id);
    if (known !== undefined) return known;
    const live = new LiveConference(org, id, this.#parts);
    this.#live.set(id, live);
    this.#parts.logger.info(aboutOf(live), 'conference opened');
    return live;
  }

  find(org: string, id: string): LiveConference | undefined {
    const live = this.#live.get(id);
    return live?.conference.org === org ? live : undefined;
  }

  /** Out of the conference, which ends with the last. */
  leave(live: LiveConference, member: Member): void {
    live.leave(member);
    const others = [...live.members.values()];
    if (!others.some(({ participantId }) => participantId === member.participantId)) {
      live.conference.remove(member.participantId);
    }
    if (others.length > 0 || this.#live.get(live.id) !== live) return;
    live.stop();
    this.#live.delete(live.id);
    this.#parts.engine.closeRoom(live.id);
    this.#parts.logger.info(aboutOf(live), 'conference closed');
  }

  /** Ends whatever sessions a participant has in a conference. */
  end(live: LiveConference, participantId: string, reason: CloseReason): void {
    for (const member of [...live.members.values()]) {
      if (member.participantId === participantId) member.end(reason);
    }
  }

  endAll(live: LiveConference, reason: CloseReason): void {
    for (const member of [...live.members.values()]) member.end(reason);
  }

  /** Ends every session of somebody whose credentials are void. */
  endAllOf(org: string, memberId: string): void {
    for (const live of [...this.#live.values()]) {
      if (live.conference.org !== org) continue;
      for (const member of [...live.members.values()]) {
        if (member.memberId === memberId) member.end('lost');
      }
    }
  }

  newEndpoint(member: Member): string {
    this.#named += 1;
    const endpoint = `m${this.#named}`;
    this.#endpoints.set(endpoint, member);
    return endpoint;
  }

  /** Its connection is closed: what the engine still says of it is nobody's concern. */
  dropEndpoint(endpoint: string): void {
    this.#endpoints.delete(endpoint);
  }

  stop(): void {
    this.#unsubscribe();
    for (const live of this.#live.values()) live.stop();
  }

  #events(): MediaEngineEvents {
    return {
      connected: (endpoint) => this.#endpoints.get(endpoint)?.connected(endpoint),
      closed: (endpoint) => {
        const member = this.#endpoints.get(endpoint);
        this.#endpoints.delete(endpoint);
        member?.closed(endpoint);
      },
      roomsLost: (rooms) => this.#lose(rooms),
      speakers: (room, speakers) => {
        const live = this.#live.get(room);
        if (live !== undefined) tellSpeakers(live, speakers);
      },
      quality: (room, reports) => this.#tellQuality(room, reports),
      demand: (endpoint, uplinks) => {
        this.#endpoints.get(endpoint)?.demand(endpoint, uplinks);
      },
    };
  }

  #lose(rooms: readonly string[]): void {
    const lost = rooms.flatMap((id) => this.#live.get(id) ?? []);
    for (const live of lost) {
      this.#parts.logger.warn(
        { ...aboutOf(live), participants: live.members.size },
        'the media worker of a conference was lost; its clients connect anew',
      );
      for (const member of live.members.values()) {
        if (member.endpoint !== undefined) this.#endpoints.delete(member.endpoint);
        member.lost('worker_lost');
      }
    }
  }

  #tellQuality(room: string, reports: readonly QualityReport[]): void {
    const live = this.#live.get(room);
    if (live === undefined) return;
    const known = reports.flatMap((report) => {
      const member = this.#endpoints.get(report.endpoint);
      return member === undefined ? [] : [{ report, participantId: member.participantId }];
    });
    const byParticipant = Map.groupBy(known, ({ participantId }) => participantId);
    const participants = [...byParticipant].map(([participantId, entries]) =>
      qualityOf(
        participantId,
        entries.map(({ report }) => report),
      ),
    );
    if (participants.length > 0) live.tellAll({ type: 'quality', participants });
  }
}

/** What a line of the log says of a conference. */
export function aboutOf(live: LiveConference): LogFields {
  const { org, id } = live.conference;
  const about = id.startsWith('call_') ? { call_id: id } : { room_id: id };
  return { area: 'voip', org, ...about };
}

function tellSpeakers(
  live: LiveConference,
  heard: readonly { readonly producer: string; readonly level: number }[],
): void {
  const speakers = new Map<string, number>();
  for (const { producer, level } of heard) {
    const track = live.conference.byProducer(producer);
    if (track === undefined || speakers.has(track.participantId)) continue;
    speakers.set(track.participantId, level);
  }
  live.tellAll({
    type: 'speakers',
    speakers: [...speakers].map(([participantId, level]) => ({ participantId, level })),
  });
}
