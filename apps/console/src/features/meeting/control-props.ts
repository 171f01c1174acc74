import type { RoomSession } from '@sky-genesis/client';
import type { LookChange, MeetingLook } from './meeting-layout.ts';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** What every control of a meeting works with. */
export interface ControlProps {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
  readonly look: MeetingLook;
  readonly onLook: (change: LookChange) => void;
  readonly unread: number;
  /** A phone has room for the first few; the others are under More. */
  readonly narrow: boolean;
}
