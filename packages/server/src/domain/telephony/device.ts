import type { SrtpMode } from './sound.ts';

export const DEVICE_KINDS = ['desk_phone', 'softphone'] as const;

/** A phone of a user, which signs in by SIP digest. */
export interface Device {
  /** `dev_…` */
  readonly id: string;
  readonly org: string;
  readonly userId: string;
  /** Of the digest; unique over all organisations, since a REGISTER names none. */
  readonly username: string;
  readonly name: string;
  readonly kind: (typeof DEVICE_KINDS)[number];
  readonly srtp: SrtpMode;
  /** Sealed by the envelope key with `devicePasswordContext(id)`. */
  readonly sealedPassword: Uint8Array;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What can be changed at any time. */
export type DeviceChange = Partial<Pick<Device, 'name' | 'srtp'>>;

export function devicePasswordContext(id: string): string {
  return `device-password:${id}`;
}
