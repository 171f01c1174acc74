import type { Page, PageRequest, Write } from '../../kernel/index.ts';
import type { Device, DeviceChange } from './device.ts';
import type { Extension } from './extension.ts';
import type { Registration } from './registration.ts';
import type { Trunk } from './trunk.ts';

export interface ExtensionRepository {
  findMany(org: string, numbers: readonly string[]): Promise<readonly Extension[]>;
  /** Numbers that lead to a user, ascending. */
  ofUser(org: string, userId: string): Promise<readonly Extension[]>;
  /** Numbers at which a PIN names the room, ascending. */
  entrances(org: string): Promise<readonly Extension[]>;
  /** By number, ascending. */
  list(org: string, page: PageRequest): Promise<Page<Extension>>;
  /** A number that is taken is a DuplicateKey. */
  add(extension: Extension): Write;
  remove(org: string, number: string): Write;
}

export interface DeviceRepository {
  find(org: string, id: string): Promise<Device | undefined>;
  /** Over all organisations. */
  findByUsername(username: string): Promise<Device | undefined>;
  ofUser(org: string, userId: string): Promise<readonly Device[]>;
  /** By id, ascending. */
  list(org: string, filter: { readonly userId?: string }, page: PageRequest): Promise<Page<Device>>;
  /** A user name that is taken is a DuplicateKey. */
  add(device: Device): Write;
  /** What the change does not name stays as it is by then. A device that is not there is a VersionConflict. */
  change(device: Pick<Device, 'org' | 'id' | 'updatedAtMs'>, change: DeviceChange): Write;
  /** As `change`. */
  setPassword(device: Device): Write;
  remove(org: string, id: string): Write;
}

export interface TrunkRepository {
  find(org: string, id: string): Promise<Trunk | undefined>;
  /** Every trunk of every organisation, for the gateway. */
  listAll(): Promise<readonly Trunk[]>;
  /** By id, ascending. */
  list(org: string, page: PageRequest): Promise<Page<Trunk>>;
  /** Version rule as in `CallRepository.put`; a name that is taken is a DuplicateKey. */
  put(trunk: Trunk): Write;
  remove(org: string, id: string): Write;
}

export interface RegistrationRepository {
  /** Every one of every organisation, a device's in their order. */
  listAll(): Promise<readonly Registration[]>;
  /** A device that is not there is a VersionConflict. @param order among those of its device */
  add(registration: Registration, order: number): Write;
  removeOf(org: string, deviceId: string): Write;
  removeExpired(nowMs: number): Write;
}

/** Whether a phone is reachable now. */
export interface Registrations {
  /** Unix milliseconds at which the last contact of the device expires; undefined without one. */
  expiresAtMs(deviceId: string): number | undefined;
}
