import { RoomId, type Room as WireRoom } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { Room } from '../../../domain/rooms/index.ts';
import type { SpokenLanguage } from '../../../domain/telephony/index.ts';
import type { Scope } from '../../../kernel/index.ts';
import { roomToWire } from '../../wire/room-wire.ts';
import type { Reply } from '../route.ts';

export const ROOM_PATH = '/api/v1/voip/rooms';
export const RoomParams = Type.Object({ id: RoomId }, { additionalProperties: false });
/** Commands that need no more than what their path names: the body may be absent or empty. */
export const NoFields = Type.Object({}, { additionalProperties: false });

export interface DialInSources {
  /** The PINs, by room, that are for who asks. */
  pins(scope: Scope, rooms: readonly Room[]): Promise<ReadonlyMap<string, string>>;
  numbers(
    org: string,
  ): Promise<readonly { readonly number: string; readonly language: SpokenLanguage }[]>;
}

/** Rooms in answers: with number and PIN for those whom they are for. */
export class RoomReplies {
  readonly #sources: DialInSources;

  constructor(sources: DialInSources) {
    this.#sources = sources;
  }

  /** As who asks may see them. */
  async seen(scope: Scope, rooms: readonly Room[]): Promise<WireRoom[]> {
    const pins = await this.#sources.pins(scope, rooms);
    const numbers = pins.size === 0 ? [] : await this.#sources.numbers(scope.org);
    return rooms.map((room) => {
      const pin = pins.get(room.id);
      return roomToWire(room, pin === undefined ? null : { pin, numbers: [...numbers] });
    });
  }

  async one(scope: Scope, room: Room): Promise<Reply> {
    const [body] = await this.seen(scope, [room]);
    return { status: 200, body };
  }

  /** For a room's moderator, who is answered in the same moment as the room is changed. */
  async forModerator({ org }: Scope): Promise<(room: Room) => WireRoom> {
    const numbers = await this.#sources.numbers(org);
    return (room) => {
      const { dialInPin: pin } = room;
      return roomToWire(room, pin === null ? null : { pin, numbers: [...numbers] });
    };
  }
}
