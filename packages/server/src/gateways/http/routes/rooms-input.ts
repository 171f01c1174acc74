import type { CreateRoom, RoomSettingsInput, UpdateRoom } from '@sky-genesis/protocol';
import type {
  CreateRoomInput,
  RoomSettings,
  UpdateRoomInput,
} from '../../../domain/rooms/index.ts';

/** The settings that were named, without the password. */
function settingsOf(input: RoomSettingsInput): Partial<RoomSettings> {
  const { allow_recording, moderator_controls, waiting_room, allow_screen_share } = input;
  const { participants_may_unmute, time_limit_minutes } = input;
  return {
    ...(allow_recording === undefined ? {} : { allowRecording: allow_recording }),
    ...(moderator_controls === undefined ? {} : { moderatorControls: moderator_controls }),
    ...(waiting_room === undefined ? {} : { waitingRoom: waiting_room }),
    ...(allow_screen_share === undefined ? {} : { allowScreenShare: allow_screen_share }),
    ...(participants_may_unmute === undefined
      ? {}
      : { participantsMayUnmute: participants_may_unmute }),
    ...(time_limit_minutes === undefined ? {} : { timeLimitMinutes: time_limit_minutes }),
  };
}

export function createInput(body: CreateRoom): CreateRoomInput {
  const { name, max_participants, settings = {}, metadata } = body;
  return {
    name,
    settings: settingsOf(settings),
    password: settings.password ?? null,
    dialIn: settings.dial_in ?? false,
    ...(max_participants === undefined ? {} : { maxParticipants: max_participants }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

export function updateInput(body: UpdateRoom): UpdateRoomInput {
  const { name, max_participants, settings = {} } = body;
  return {
    settings: settingsOf(settings),
    ...(name === undefined ? {} : { name }),
    ...(max_participants === undefined ? {} : { maxParticipants: max_participants }),
    ...(settings.password === undefined ? {} : { password: settings.password }),
    ...(settings.dial_in === undefined ? {} : { dialIn: settings.dial_in }),
  };
}
