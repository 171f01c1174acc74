import type { RoomParticipant } from '@sky-genesis/protocol';
import type { RoomMember } from '../core/room-types.ts';
import type { CallQuality } from '../core/types.ts';
import type { RoomMedia } from './room-media.ts';

const unknown: CallQuality = {
  roundTripMs: null,
  jitterMs: null,
  packetLoss: null,
  level: 'unknown',
};

/** Somebody with a seat as they are seen and heard here. */
export function memberOf(
  info: RoomParticipant,
  isMe: boolean,
  media: RoomMedia | undefined,
): RoomMember {
  const { id } = info;
  return {
    id,
    info,
    isMe,
    microphone: media?.track(id, 'microphone') ?? null,
    camera: media?.track(id, 'camera') ?? null,
    screen: media?.track(id, 'screen') ?? null,
    screenAudio: media?.track(id, 'screen_audio') ?? null,
    speaking: media?.speaks(id) ?? false,
    quality: media?.quality(id) ?? unknown,
  };
}
