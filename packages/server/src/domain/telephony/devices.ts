import {
  AppError,
  type Change,
  type Clock,
  DuplicateKey,
  holds,
  type Journal,
  newId,
  type Page,
  type PageRequest,
  type Scope,
  type Secret,
  VersionConflict,
  type Write,
} from '../../kernel/index.ts';
import { isSelf, requireGrant } from '../access/index.ts';
import type { EnvelopeKey } from '../identity/index.ts';
import { type Device, type DeviceChange, devicePasswordContext } from './device.ts';
import type { DeviceRepository, RegistrationRepository } from './ports.ts';
import { newSipPassword } from './sip-password.ts';

export interface NewDevice {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly kind: Device['kind'];
  readonly srtp: Device['srtp'];
}

/** A device and, this once, the password its phone is given. */
export interface CreatedDevice {
  readonly device: Device;
  readonly password: Secret;
}

type AttachedToDevice = (created: CreatedDevice) => readonly Write[];

export interface DevicesDependencies {
  readonly devices: DeviceRepository;
  readonly registrations: RegistrationRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly envelope: EnvelopeKey;
  readonly userExists: (org: string, userId: string) => Promise<boolean>;
}

/** Phones that sign in. Users see to their own; administrators to everybody's. */
export class Devices {
  readonly #deps: DevicesDependencies;

  constructor(deps: DevicesDependencies) {
    this.#deps = deps;
  }

  /** @throws AppError `scope_missing` | `user_not_found` | `device_exists` */
  async create(
    scope: Scope,
    { userId, username, name, kind, srtp }: NewDevice,
    attached: AttachedToDevice = () => [],
  ): Promise<CreatedDevice> {
    requireOwner(scope, userId);
    if (!(await this.#deps.userExists(scope.org, userId))) {
      throw new AppError('user_not_found', { params: { user: userId } });
    }
    const nowMs = this.#deps.clock.nowMs();
    const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
    const id = newId('dev', nowMs);
    const owner = { id, org: scope.org, userId, username, name, kind, srtp };
    const created = this.#withPassword({ ...owner, ...times });
    const writes = [this.#deps.devices.add(created.device), ...attached(created)];
    try {
      const events = [eventOf('device.created', created.device)];
      await this.#deps.journal.commit({ scope, writes, events });
    } catch (error) {
      throw await this.#explainDuplicate(error, username);
    }
    return created;
  }

  /** One's own, or with `voip:admin` all of the organisation's. */
  async list(
    scope: Scope,
    filter: { readonly userId?: string },
    page: PageRequest,
  ): Promise<Page<Device>> {
    if (filter.userId === undefined || !isSelf(scope, filter.userId)) {
      requireGrant(scope, 'voip:admin');
    }
    return this.#deps.devices.list(scope.org, filter, page);
  }

  /** @throws AppError `device_not_found`, also when it is somebody else's */
  async get(scope: Scope, id: string): Promise<Device> {
    const device = await this.#deps.devices.find(scope.org, id);
    if (device === undefined || !mayManage(scope, device.userId)) {
      throw new AppError('device_not_found');
    }
    return device;
  }

  /** A call that goes on keeps the sound that it has. @throws AppError as `get` */
  async change(scope: Scope, id: string, change: DeviceChange): Promise<Device> {
    const device = await this.get(scope, id);
    const changed = { ...device, ...change, updatedAtMs: this.#deps.clock.nowMs() };
    const writes = [this.#deps.devices.change(changed, change)];
    await this.#commit(scope, { writes, events: [eventOf('device.changed', changed)] });
    return changed;
  }

  /** The old password ends at once, with who signed in by it. @throws AppError as `get` */
  async renewPassword(
    scope: Scope,
    id: string,
    attached: AttachedToDevice = () => [],
  ): Promise<CreatedDevice> {
    const device = await this.get(scope, id);
    const renewed = this.#withPassword({ ...device, updatedAtMs: this.#deps.clock.nowMs() });
    const writes = [
      this.#deps.devices.setPassword(renewed.device),
      this.#deps.registrations.removeOf(scope.org, id),
      ...attached(renewed),
    ];
    await this.#commit(scope, { writes, events: [eventOf('device.password_renewed', device)] });
    return renewed;
  }

  /** Its registrations end at once. @throws AppError as `get` */
  async remove(scope: Scope, id: string): Promise<void> {
    const device = await this.get(scope, id);
    const { devices, registrations } = this.#deps;
    const writes = [devices.remove(scope.org, id), registrations.removeOf(scope.org, id)];
    const events = [eventOf('device.removed', device)];
    await this.#deps.journal.commit({ scope, writes, events });
  }

  /** What is committed of a device that has been removed meanwhile is of none. */
  async #commit(scope: Scope, parts: Pick<Change, 'writes' | 'events'>): Promise<void> {
    try {
      await this.#deps.journal.commit({ scope, ...parts });
    } catch (error) {
      if (error instanceof VersionConflict) throw new AppError('device_not_found');
      throw error;
    }
  }

  #withPassword(device: Omit<Device, 'sealedPassword'>): CreatedDevice {
    const password = newSipPassword();
    const plain = Buffer.from(password.reveal(), 'utf8');
    const sealedPassword = this.#deps.envelope.seal(plain, devicePasswordContext(device.id));
    return { device: { ...device, sealedPassword }, password };
  }

  async #explainDuplicate(error: unknown, username: string): Promise<unknown> {
    if (!(error instanceof DuplicateKey)) return error;
    const taken = await this.#deps.devices.findByUsername(username);
    if (taken === undefined) return error;
    return new AppError('device_exists', { params: { username }, cause: error });
  }
}

function mayManage(scope: Scope, userId: string): boolean {
  return isSelf(scope, userId) || holds(scope.principal, 'voip:admin');
}

function requireOwner(scope: Scope, userId: string): void {
  if (!isSelf(scope, userId)) requireGrant(scope, 'voip:admin');
}

function eventOf(type: string, { id, userId, kind, srtp, username, name }: Device) {
  return {
    stream: 'org',
    type,
    data: { device_id: id, user_id: userId, kind, srtp },
    personal: {
      username: { subject: userId, value: username },
      device_name: { subject: userId, value: name },
    },
  };
}
