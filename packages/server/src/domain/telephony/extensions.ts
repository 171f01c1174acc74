import {
  AppError,
  type Clock,
  DuplicateKey,
  type Journal,
  type Page,
  type PageRequest,
  type Scope,
  type Write,
} from '../../kernel/index.ts';
import { requireGrant } from '../access/index.ts';
import type { Extension, SpokenLanguage } from './extension.ts';
import type { ExtensionRepository } from './ports.ts';

export interface NewExtension {
  readonly number: string;
  readonly userId?: string | undefined;
  readonly roomId?: string | undefined;
  readonly dialIn?: boolean | undefined;
  readonly language?: SpokenLanguage | undefined;
  readonly displayName?: string | undefined;
}

export interface ExtensionsDependencies {
  readonly extensions: ExtensionRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Whether there is an active user, or an open room, of that id. */
  readonly userExists: (org: string, userId: string) => Promise<boolean>;
  readonly roomExists: (org: string, roomId: string) => Promise<boolean>;
}

/** The organisation's dial plan. */
export class Extensions {
  readonly #deps: ExtensionsDependencies;

  constructor(deps: ExtensionsDependencies) {
    this.#deps = deps;
  }

  /**
   * @throws AppError `scope_missing` | `extension_target_invalid` | `user_not_found` | `room_not_found` |
   * `extension_exists`
   */
  async create(
    scope: Scope,
    details: NewExtension,
    attached: (extension: Extension) => readonly Write[] = () => [],
  ): Promise<Extension> {
    requireGrant(scope, 'voip:admin');
    const { extensions, journal, clock } = this.#deps;
    const nowMs = clock.nowMs();
    const extension: Extension = {
      org: scope.org,
      number: details.number,
      target: await this.#target(scope.org, details),
      language: details.language ?? null,
      displayName: details.displayName ?? details.number,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    const writes = [extensions.add(extension), ...attached(extension)];
    try {
      await journal.commit({ scope, writes, events: [eventOf('extension.created', extension)] });
    } catch (error) {
      throw await this.#explainDuplicate(error, extension);
    }
    return extension;
  }

  /** @throws AppError `scope_missing` */
  async list(scope: Scope, page: PageRequest): Promise<Page<Extension>> {
    requireGrant(scope, 'users:read');
    return this.#deps.extensions.list(scope.org, page);
  }

  /** @throws AppError `scope_missing` | `extension_not_found` */
  async get(scope: Scope, number: string): Promise<Extension> {
    requireGrant(scope, 'users:read');
    const [extension] = await this.#deps.extensions.findMany(scope.org, [number]);
    if (extension === undefined) throw new AppError('extension_not_found', { params: { number } });
    return extension;
  }

  /** @throws AppError `scope_missing` | `extension_not_found` */
  async remove(scope: Scope, number: string): Promise<void> {
    requireGrant(scope, 'voip:admin');
    const extension = await this.get(scope, number);
    const writes = [this.#deps.extensions.remove(scope.org, number)];
    const events = [eventOf('extension.removed', extension)];
    await this.#deps.journal.commit({ scope, writes, events });
  }

  async #target(org: string, details: NewExtension): Promise<Extension['target']> {
    const { userId, roomId, dialIn = false } = details;
    if (Number(userId !== undefined) + Number(roomId !== undefined) + Number(dialIn) !== 1) {
      throw new AppError('extension_target_invalid');
    }
    if (userId !== undefined) {
      if (await this.#deps.userExists(org, userId)) return { kind: 'user', userId };
      throw new AppError('user_not_found', { params: { user: userId } });
    }
    if (roomId === undefined) return { kind: 'dial_in' };
    if (await this.#deps.roomExists(org, roomId)) return { kind: 'room', roomId };
    throw new AppError('room_not_found');
  }

  /** A duplicate may be the number, or a receipt that was committed with it. */
  async #explainDuplicate(error: unknown, { org, number }: Extension): Promise<unknown> {
    if (!(error instanceof DuplicateKey)) return error;
    const taken = await this.#deps.extensions.findMany(org, [number]);
    if (taken.length === 0) return error;
    return new AppError('extension_exists', { params: { number }, cause: error });
  }
}

function eventOf(type: string, { number, target, displayName }: Extension) {
  const whom = whomOf(target);
  const subject = target.kind === 'user' ? { subject: target.userId } : {};
  return {
    stream: 'org',
    type,
    data: { number, ...whom },
    personal: { display_name: { ...subject, value: displayName } },
  };
}

function whomOf(target: Extension['target']) {
  switch (target.kind) {
    case 'user':
      return { user_id: target.userId };
    case 'room':
      return { room_id: target.roomId };
    case 'dial_in':
      return { dial_in: true };
    default:
      return target satisfies never;
  }
}
