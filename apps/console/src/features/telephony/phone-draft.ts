import type { ChangeDevice, CreateDevice, Device } from '@sky-genesis/protocol';

/** What can be changed about a phone at any time. */
export interface PhoneSettings {
  readonly name: string;
  readonly srtp: Device['srtp'];
}

/** What has been entered about a new phone. */
export interface PhoneDraft extends PhoneSettings {
  readonly userId: string | null;
  readonly username: string;
  readonly kind: Device['kind'];
}

export const emptyPhone: PhoneDraft = {
  userId: null,
  name: '',
  username: '',
  kind: 'desk_phone',
  srtp: 'off',
};

export function newPhoneOf(draft: PhoneDraft): CreateDevice {
  const { userId, username, kind } = draft;
  return {
    user_id: userId ?? '',
    username: username.trim(),
    kind,
    ...changeOf(draft),
  };
}

export function settingsOf({ device_name: name, srtp }: Device): PhoneSettings {
  return { name, srtp };
}

export function changeOf({ name, srtp }: PhoneSettings) {
  return { device_name: name.trim(), srtp } satisfies ChangeDevice;
}
