import type { Clock } from '../../kernel/index.ts';
import type { OpenRooms } from './open-rooms.ts';
import type { Connectivity } from './ports.ts';
import type { Participant } from './room.ts';

/** How often a seat is looked at within its time: it is given up at most this fraction early, and never late. */
const LOOKS_PER_TIME = 10;
/** How long somebody who has just been seated has for their first media or connection. */
const ARRIVAL_MS = 60_000;

export interface AttendanceOptions {
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  readonly open: OpenRooms;
  /** How long a seat is kept for somebody who is not there any more. */
  readonly ghostMs: number;
  readonly onLost: (org: string, roomId: string, participantId: string) => void;
}

interface Attendant {
  mediaSessions: number;
  /** Not before this, Unix milliseconds. */
  keptUntilMs: number;
  unattendedSinceMs: number | null;
}

/**
 * Knows behind which seats, and places before a door, somebody really is: by an open media session or a
 * WebSocket. After a restart nobody is, until they are back.
 */
export class Attendance {
  readonly #options: AttendanceOptions;
  readonly #everyMs: number;
  readonly #attendants = new Map<string, Attendant>();
  #cancel: (() => void) | undefined;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    this.#everyMs = options.ghostMs / LOOKS_PER_TIME;
  }

  start(): void {
    this.#cancel = this.#options.clock.schedule(this.#everyMs, () => {
      this.#look();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** They have just asked for their seat or place, and may need a moment to connect. */
  arrived(participantId: string): void {
    const attendant = this.#of(participantId);
    if (attendant.mediaSessions > 0) return;
    attendant.keptUntilMs = this.#options.clock.nowMs() + ARRIVAL_MS;
  }

  mediaConnected(participantId: string): void {
    const attendant = this.#of(participantId);
    attendant.mediaSessions += 1;
    attendant.keptUntilMs = 0;
    attendant.unattendedSinceMs = null;
  }

  mediaLost(participantId: string): void {
    const attendant = this.#attendants.get(participantId);
    if (attendant !== undefined && attendant.mediaSessions > 0) attendant.mediaSessions -= 1;
  }

  #of(participantId: string): Attendant {
    const known = this.#attendants.get(participantId);
    if (known !== undefined) return known;
    const attendant = { mediaSessions: 0, keptUntilMs: 0, unattendedSinceMs: null };
    this.#attendants.set(participantId, attendant);
    return attendant;
  }

  #look(): void {
    const present = new Set<string>();
    for (const { room, participants } of this.#options.open.all()) {
      if (room.participantCount + room.waitingCount === 0) continue;
      for (const participant of participants.values()) {
        if (participant.status !== 'joined' && participant.status !== 'waiting') continue;
        present.add(participant.id);
        this.#lookAt(participant);
      }
    }
    for (const [id, { mediaSessions }] of this.#attendants) {
      if (!present.has(id) && mediaSessions === 0) this.#attendants.delete(id);
    }
  }

  #lookAt(participant: Participant): void {
    const { clock, ghostMs, onLost } = this.#options;
    const attendant = this.#of(participant.id);
    if (this.#isThere(participant, attendant)) {
      attendant.unattendedSinceMs = null;
      return;
    }
    const nowMs = clock.nowMs();
    attendant.unattendedSinceMs ??= nowMs;
    // Somebody may have been gone since just after the look before the first that missed them.
    const goneMs = nowMs - attendant.unattendedSinceMs + this.#everyMs;
    if (nowMs < attendant.keptUntilMs || goneMs < ghostMs) return;
    onLost(participant.org, participant.roomId, participant.id);
  }

  #isThere({ org, userId, kind }: Participant, { mediaSessions }: Attendant): boolean {
    if (mediaSessions > 0) return true;
    return (
      userId !== null && kind === 'webrtc' && this.#options.connectivity.isConnected(org, userId)
    );
  }
}
