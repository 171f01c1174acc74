import { useSyncExternalStore } from 'react';
import { useRoute } from 'wouter';
import { useWorkplace } from '../../app/workplace.tsx';
import type { MeetingView } from './meeting-desk.ts';

export function useMeeting(): MeetingView {
  const { meetings } = useWorkplace();
  return useSyncExternalStore(meetings.subscribe, meetings.read);
}

/** Whether the meeting has the whole window: it does on its own address. */
export function useMeetingFills(): boolean {
  const { session } = useMeeting();
  const [, params] = useRoute('/rooms/:id');
  return session !== null && params?.id === session.room.id;
}
