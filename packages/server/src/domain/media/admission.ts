import { AppError, type Scope, type Secret } from '../../kernel/index.ts';
import { actsAs, type Call, isTalking, legOf } from '../calls/index.ts';
import { type Seat, UNSILENCED } from './seat.ts';

/** What media sessions need of rooms. */
export interface RoomDoor {
  /**
   * The seat that a room token opens, for who holds it now.
   * @throws AppError `room_token_invalid`
   */
  admit(token: Secret): Promise<RoomSeat>;
  /** The seat as it is now; undefined for who has none any more. */
  seat(org: string, roomId: string, participantId: string): Promise<RoomSeat | undefined>;
  /** Media of the participant flow, or, once for each time they did, have stopped. */
  mediaConnected(participantId: string): void;
  mediaLost(participantId: string): void;
}

export interface RoomSeat extends Seat {
  /** A user id or `key:<id>`; null: nobody of the organisation. */
  readonly memberId: string | null;
}

/** What media sessions need of calls. */
export interface CallLookup {
  /** @throws AppError `call_not_found` */
  get(scope: Scope, id: string): Promise<Call>;
}

/** The seat of a principal in a call whose media run over the router. */
export async function seatInCall(calls: CallLookup, scope: Scope, callId: string): Promise<Seat> {
  const call = await calls.get(scope, callId);
  if (call.status === 'ended') {
    throw new AppError('call_ended', { params: { reason: call.endReason ?? 'completed' } });
  }
  const member = actsAs(call, scope.principal);
  const leg = member === undefined ? undefined : legOf(call, member);
  if (member === undefined) throw new AppError('forbidden');
  if (call.media !== 'router' || leg === undefined || !isTalking(leg)) {
    throw new AppError('call_state_conflict', { params: { status: leg?.status ?? call.status } });
  }
  return callSeat(call.org, call.id, member);
}

function callSeat(org: string, callId: string, member: string): Seat {
  return {
    org,
    conferenceId: callId,
    participantId: member,
    silenced: UNSILENCED,
    mayShareScreen: true,
  };
}
