import type { Participant } from '../../domain/rooms/index.ts';
import type { Scope } from '../../kernel/index.ts';

/** What a phone does with rooms. */
export interface PhoneRooms {
  /** The seat or place of a phone, by its user's own name unless another is given. @throws AppError as `Rooms.join` */
  join(
    scope: Scope,
    roomId: string,
    input: { readonly displayName: string | undefined; readonly password?: string },
  ): Promise<Participant>;
  /** The same by a PIN. @throws AppError as `Rooms.joinByPin` */
  joinByPin(
    scope: Scope,
    input: {
      readonly pin: string;
      readonly from: { readonly entrance: string; readonly caller: string };
      readonly displayName: string | undefined;
    },
  ): Promise<Participant>;
  leave(scope: Scope, roomId: string, participantId: string): Promise<void>;
  /** The phone's own mute. */
  mute(scope: Scope, roomId: string, participantId: string, muted: boolean): Promise<void>;
  /** The phone's own hand. */
  raiseHand(scope: Scope, roomId: string, participantId: string, raised: boolean): Promise<void>;
  /** Its media flow, or have stopped: it holds its seat by them. */
  flowing(participantId: string, flowing: boolean): void;
}
