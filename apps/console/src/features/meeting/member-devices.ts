import type { RoomMember, RoomSession, RoomTrack } from '@sky-genesis/client';
import type { DeviceState } from '../../tiles/tile.tsx';

type Own = Pick<RoomSession, 'microphoneMuted' | 'cameraOff'>;

export function microphoneOf({ isMe, microphone, info }: RoomMember, own: Own): DeviceState {
  if (info.muted.audio) return 'blocked';
  return (isMe ? !own.microphoneMuted : sends(microphone)) ? 'on' : 'off';
}

export function cameraOf({ isMe, camera, info }: RoomMember, own: Own): DeviceState {
  if (info.muted.video) return 'blocked';
  return (isMe ? !own.cameraOff : sends(camera)) ? 'on' : 'off';
}

function sends(track: RoomTrack | null): boolean {
  return track !== null && !track.muted && !track.blocked;
}
