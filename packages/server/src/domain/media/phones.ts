import { AppError, type Logger } from '../../kernel/index.ts';
import type {
  AgreedAudio,
  PhoneLine,
  PhoneLineEvents,
  PhoneLines,
  PhoneSeat,
} from '../telephony/index.ts';
import { aboutOf, type Conferences } from './conferences.ts';
import type { LiveConference, Member } from './live-conference.ts';
import type { MediaRouting, PhoneEngine, PhonePlace } from './ports.ts';
import { UNSILENCED } from './seat.ts';

export interface PhonesParts {
  readonly engine: PhoneEngine;
  readonly routing: Pick<MediaRouting, 'receive'>;
  readonly conferences: Conferences;
  readonly logger: Logger;
}

/** Phones as members of conferences: one sound each way, mixed for them by the engine. */
export class Phones implements PhoneLines {
  readonly #parts: PhonesParts;
  readonly #unsubscribe: () => void;
  readonly #byEndpoint = new Map<string, PhoneMember>();
  #opened = 0;

  constructor(parts: PhonesParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.engine.onPhone({
      digit: (endpoint, digit) => this.#byEndpoint.get(endpoint)?.events.digit(digit),
      played: (endpoint) => this.#byEndpoint.get(endpoint)?.events.played(),
    });
  }

  stop(): void {
    this.#unsubscribe();
  }

  async open(seat: PhoneSeat, events: PhoneLineEvents, dtls: boolean): Promise<PhoneLine> {
    const { engine, routing, conferences, logger } = this.#parts;
    const live = conferences.open(seat.org, seat.conferenceId);
    const { silenced: audio = false } = seat;
    live.seat({ ...seat, silenced: { ...UNSILENCED, audio }, mayShareScreen: false });
    this.#opened += 1;
    // A user's phones ring together: each has a place of its own.
    const key = `${live.id}/${seat.participantId}/phone-${this.#opened}`;
    const member = new PhoneMember(key, seat.participantId, events, {
      engine,
      routing,
      live,
      logger,
      gone: () => {
        this.#byEndpoint.delete(member.endpoint);
        conferences.leave(live, member);
      },
    });
    member.endpoint = conferences.newEndpoint(member);
    live.enter(member);
    this.#byEndpoint.set(member.endpoint, member);
    try {
      const place = await engine.openPhone(live.id, member.endpoint, dtls);
      // Who was ended meanwhile has no use for it: the line is closed as it is given.
      if (member.isOver) engine.close(live.id, member.endpoint);
      return member.line(place);
    } catch (error) {
      member.finish();
      throw error;
    }
  }
}

interface PhoneMemberParts {
  readonly engine: PhoneEngine;
  readonly routing: Pick<MediaRouting, 'receive'>;
  readonly live: LiveConference;
  readonly logger: Logger;
  /** It is out of the conference. */
  readonly gone: () => void;
}

/** One phone in a conference: it hears one mix of all the others, so that nothing is negotiated when they change. */
class PhoneMember implements Member {
  readonly key: string;
  readonly participantId: string;
  readonly memberId: string;
  readonly events: PhoneLineEvents;
  /** Named by the conferences as soon as the member is there. */
  endpoint = '';
  readonly #parts: PhoneMemberParts;
  #ended = false;

  constructor(
    key: string,
    participantId: string,
    events: PhoneLineEvents,
    parts: PhoneMemberParts,
  ) {
    this.participantId = participantId;
    this.memberId = participantId;
    this.events = events;
    this.#parts = parts;
    this.key = key;
  }

  get isOver(): boolean {
    return this.#ended;
  }

  line(place: PhonePlace): PhoneLine {
    return {
      ...place,
      connect: (agreed) => this.#connect(agreed),
      dial: (digits) => {
        const { engine, live } = this.#parts;
        if (!this.#ended) engine.dialPhone(live.id, this.endpoint, digits);
      },
      play: async (file) => {
        const { engine, live } = this.#parts;
        if (!this.#ended) await engine.playPhone(live.id, this.endpoint, file);
      },
      close: () => this.finish(),
    };
  }

  async #connect(agreed: AgreedAudio): Promise<void> {
    const { engine, live } = this.#parts;
    if (this.#ended) throw new AppError('media_unavailable');
    const { producer } = await engine.connectPhone(live.id, this.endpoint, agreed);
    if (this.#ended) return;
    this.refresh();
    const { participantId } = this;
    const source = 'microphone' as const;
    const track = {
      id: `${participantId}.${source}`,
      participantId,
      source,
      mid: 'phone',
      producer,
    };
    live.publish(participantId, this.endpoint, [{ ...track, muted: !agreed.receives }]);
  }

  closed(): void {
    this.end();
  }

  lost(): void {
    this.end();
  }

  end(): void {
    if (this.#ended) return;
    this.finish();
    this.events.lost();
  }

  /** Out of the conference, without a word to its owner. */
  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { engine, live, gone } = this.#parts;
    engine.close(live.id, this.endpoint);
    live.unpublish(this.participantId, this.endpoint);
    gone();
  }

  /** What there is to hear has changed. */
  refresh(): void {
    if (this.#ended) return;
    const { routing, live } = this.#parts;
    const heard = live.conference.receivedBy(this.participantId).map(({ producer }) => producer);
    routing.receive(live.id, this.endpoint, heard).catch((cause: unknown) => this.#unheard(cause));
  }

  #unheard(cause: unknown): void {
    // A line that has just ended hears nothing, and need not be told.
    if (this.#ended) return;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const { live, logger } = this.#parts;
    const fields = { ...aboutOf(live), participant_id: this.participantId, error };
    logger.warn(fields, 'what a phone hears could not be changed');
  }

  connected(): void {
    if (!this.#ended) this.events.heard();
  }

  /** What follows is for clients that negotiate. */
  tell(): void {}
  demand(): void {}
}
