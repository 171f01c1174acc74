import { lazy, Suspense } from 'react';
import { useMeeting } from './use-meeting.ts';

/** Most sessions of the console never see a meeting: its code comes when one is entered. */
const ActiveMeeting = lazy(async () => ({
  default: (await import('./active-meeting.tsx')).ActiveMeeting,
}));

/** Everything about meetings that lies above the pages. */
export function MeetingLayer() {
  const { session } = useMeeting();
  if (!session) return null;
  return (
    <Suspense fallback={null}>
      <ActiveMeeting key={session.id} session={session} />
    </Suspense>
  );
}
