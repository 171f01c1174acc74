import type { CreateRoom, Room, RoomSettingsInput, UpdateRoom } from '@sky-genesis/protocol';

/** What somebody has entered about a room. */
export interface RoomDraft {
  readonly name: string;
  /** Empty: as many as the server gives by itself. */
  readonly seats: number | '';
  readonly waitingRoom: boolean;
  readonly password: string;
  /** The password there is goes. */
  readonly passwordOff: boolean;
  readonly everybodyShares: boolean;
  readonly everybodyUnmutes: boolean;
  /** Telephones come in by a number and a PIN. */
  readonly dialIn: boolean;
  /** Null: none. */
  readonly limitMinutes: number | null;
}

export const emptyRoom: RoomDraft = {
  name: '',
  seats: '',
  waitingRoom: false,
  password: '',
  passwordOff: false,
  everybodyShares: true,
  everybodyUnmutes: true,
  dialIn: false,
  limitMinutes: null,
};

export function draftOf({ name, max_participants, settings }: Room): RoomDraft {
  return {
    name,
    seats: max_participants,
    waitingRoom: settings.waiting_room,
    password: '',
    passwordOff: false,
    everybodyShares: settings.allow_screen_share,
    everybodyUnmutes: settings.participants_may_unmute,
    dialIn: settings.dial_in,
    limitMinutes: settings.time_limit_minutes,
  };
}

function settingsOf(draft: RoomDraft): RoomSettingsInput {
  const { password, passwordOff } = draft;
  return {
    waiting_room: draft.waitingRoom,
    allow_screen_share: draft.everybodyShares,
    participants_may_unmute: draft.everybodyUnmutes,
    time_limit_minutes: draft.limitMinutes,
    dial_in: draft.dialIn,
    ...(password === '' ? {} : { password }),
    ...(passwordOff ? { password: null } : {}),
  };
}

export function creationOf(draft: RoomDraft): CreateRoom {
  const { name, seats } = draft;
  return {
    name: name.trim(),
    ...(seats === '' ? {} : { max_participants: seats }),
    settings: settingsOf(draft),
  };
}

/** Only what differs, so that a change by somebody else meanwhile is not undone; null: nothing does. */
export function changeOf(room: Room, draft: RoomDraft): UpdateRoom | null {
  const before = settingsOf(draftOf(room));
  const settings = Object.fromEntries(
    Object.entries(settingsOf(draft)).filter(
      ([key, value]) => new Map<string, unknown>(Object.entries(before)).get(key) !== value,
    ),
  );
  const name = draft.name.trim();
  const change: UpdateRoom = {
    ...(name === room.name || name === '' ? {} : { name }),
    ...(draft.seats === '' || draft.seats === room.max_participants
      ? {}
      : { max_participants: draft.seats }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
