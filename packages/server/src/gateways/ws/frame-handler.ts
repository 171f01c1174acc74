import type { ClientFrame, ServerFrame } from '@sky-genesis/protocol';
import { requireGrant } from '../../domain/access/index.ts';
import { AppError } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';
import { errorFrame, type FrameId } from './error-frame.ts';
import type { Following } from './following.ts';
import { handleMediaFrame, type MediaFrame } from './media-frames.ts';
import type { WsServices } from './ports.ts';
import { presenceFrame } from './presence-frame.ts';
import { resumeChannel } from './resuming.ts';

type FrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { readonly type: T }>;

/** Does what client frames ask for, and answers each that has an id. Never rejects. */
export class FrameHandler {
  readonly #services: WsServices;
  readonly #following: Following;

  constructor(services: WsServices, following: Following) {
    this.#services = services;
    this.#following = following;
  }

  /** @returns a promise where the work takes time, so that what takes none costs none. */
  handle(connection: Connection, frame: ClientFrame): Promise<void> | undefined {
    try {
      const work = this.#dispatch(connection, frame);
      return work?.catch((cause: unknown) => this.refuse(connection, cause, frame.id));
    } catch (cause) {
      this.refuse(connection, cause, frame.id);
      return undefined;
    }
  }

  /** Answers with an Error frame; what is no refusal of ours is logged, and named `internal_error`. */
  refuse(connection: Connection, cause: unknown, id?: FrameId): void {
    const error = cause instanceof AppError ? cause : new AppError('internal_error', { cause });
    if (error.code === 'internal_error') {
      const fields = { connection_id: connection.id, org: connection.scope.org };
      const reason = cause instanceof Error ? cause : new Error(String(cause));
      this.#services.logger.error({ ...fields, error: reason }, 'a frame could not be handled');
    }
    connection.send(errorFrame(error, connection.locale, id));
  }

  #dispatch(connection: Connection, frame: ClientFrame): Promise<void> | undefined {
    switch (frame.type) {
      case 'Ping':
        return this.#ping(connection, frame);
      case 'PresenceUpdate':
        return this.#updatePresence(connection, frame);
      case 'PresenceProbe':
        return this.#probePresence(connection, frame);
      case 'Unsubscribe':
        this.#following.unfollow(connection, frame.channel);
        return acknowledge(connection, frame.id);
      case 'Subscribe':
        return this.#subscribe(connection, frame);
      case 'Resume':
        return this.#resume(connection, frame);
      case 'Signal':
        return this.#signal(connection, frame);
      default:
        return this.#media(connection, frame);
    }
  }

  #media(connection: Connection, frame: MediaFrame): Promise<void> | undefined {
    const work = handleMediaFrame(this.#services.media, connection, frame);
    if (work === undefined) return acknowledge(connection, frame.id);
    return work.then(() => acknowledge(connection, frame.id));
  }

  #ping(connection: Connection, { id }: FrameOf<'Ping'>): undefined {
    const timestamp = Math.floor(this.#services.clock.nowMs() / 1000);
    connection.send({ type: 'Pong', ...(id === undefined ? {} : { id }), timestamp });
  }

  #updatePresence(connection: Connection, frame: FrameOf<'PresenceUpdate'>): undefined {
    const { status_message: statusMessage, status } = frame;
    const change = statusMessage === undefined ? { status } : { status, statusMessage };
    this.#services.presence.update(connection.scope, frame.user_id, change);
    acknowledge(connection, frame.id);
  }

  #probePresence(connection: Connection, frame: FrameOf<'PresenceProbe'>): undefined {
    connection.send(presenceFrame(this.#services.presence.get(connection.scope, frame.user_id)));
    acknowledge(connection, frame.id);
  }

  async #subscribe(connection: Connection, frame: FrameOf<'Subscribe'>): Promise<void> {
    const release = connection.hold();
    try {
      const { last } = await this.#following.follow(connection, frame.channel);
      const numbered = this.#following.isNumbered(frame.channel);
      acknowledge(connection, frame.id, numbered ? { position: last } : {});
    } finally {
      release();
    }
  }

  async #resume(connection: Connection, frame: FrameOf<'Resume'>): Promise<void> {
    const release = connection.hold();
    try {
      const known = frame.epoch === this.#services.eventLog.epoch;
      for (const [channel, seen] of Object.entries(frame.positions)) {
        const position = known ? seen : undefined;
        await resumeChannel(this.#services, this.#following, connection, { channel, position });
      }
      acknowledge(connection, frame.id);
    } finally {
      release();
      connection.resumed();
    }
  }

  async #signal(connection: Connection, frame: FrameOf<'Signal'>): Promise<void> {
    requireGrant(connection.scope, 'calls:write');
    const { seq } = await this.#services.signaling.send(connection.scope, frame.call_id, {
      messageType: frame.message_type,
      ...(frame.to_user === undefined ? {} : { toUser: frame.to_user }),
      ...(frame.payload === undefined ? {} : { payload: frame.payload }),
    });
    this.#services.logger.info(
      {
        area: 'voip',
        call_id: frame.call_id,
        user_id: connection.memberId,
        org: connection.scope.org,
        connection_id: connection.id,
        trace_id: connection.scope.traceId,
        message_type: frame.message_type,
        seq,
      },
      'signal',
    );
    acknowledge(connection, frame.id, { seq });
  }
}

type AckFacts = Omit<Extract<ServerFrame, { type: 'Ack' }>, 'type' | 'id'>;

function acknowledge(
  connection: Connection,
  id: FrameId | undefined,
  facts: AckFacts = {},
): undefined {
  if (id !== undefined) connection.send({ type: 'Ack', id, ...facts });
}
