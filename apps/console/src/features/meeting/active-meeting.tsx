import { notifications } from '@mantine/notifications';
import type { RoomSession } from '@sky-genesis/client';
import { useEffect, useReducer } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { useDesk } from '../call/use-desk.ts';
import { usePreferredDevices } from '../call/use-preferred-devices.ts';
import { Knocking } from './knocking.tsx';
import { Meeting } from './meeting.tsx';
import { MeetingEnded } from './meeting-ended.tsx';
import { changeLook, firstLook } from './meeting-layout.ts';
import { MeetingNews } from './meeting-news.tsx';
import { MeetingSound } from './meeting-sound.tsx';
import { MinimisedMeeting } from './minimised-meeting.tsx';
import { useMeeting, useMeetingFills } from './use-meeting.ts';
import { useRoom } from './use-room.ts';

/** One meeting from the door to its end, whichever page is looked at meanwhile. */
export function ActiveMeeting({ session }: { readonly session: RoomSession }) {
  useRoom(session);
  usePreferredDevices(session);
  const [look, onLook] = useReducer(changeLook, firstLook);
  const { unread, aside } = useMeeting();
  const { stage } = useDesk();
  const fills = useMeetingFills();
  useSilenceInCalls();
  useQuietEnd(session, fills);
  if (session.phase === 'ended') return fills ? <MeetingEnded session={session} /> : null;
  if (session.phase === 'knocking') {
    return fills ? <Knocking roomName={session.room.name} /> : null;
  }
  return (
    <>
      <MeetingSound members={session.members} silent={aside} />
      <MeetingNews session={session} />
      {fills ? (
        <Meeting session={session} look={look} onLook={onLook} unread={unread} aside={aside} />
      ) : (
        <MinimisedMeeting session={session} raised={stage !== null} />
      )}
    </>
  );
}

/** Who talks in a call is neither heard in the meeting nor hears it. */
function useSilenceInCalls(): void {
  const { meetings } = useWorkplace();
  const { stage, placing } = useDesk();
  const busy = placing !== null || (stage !== null && stage.phase !== 'ended' && !stage.heldByMe);
  useEffect(() => meetings.putAside(busy), [meetings, busy]);
}

/** A meeting that ends while one looks at another page is told in passing. */
function useQuietEnd(session: RoomSession, fills: boolean): void {
  const text = useText().meeting;
  const { meetings } = useWorkplace();
  const { phase, endReason, room } = session;
  useEffect(() => {
    if (fills) return;
    // Who looks at another page does not stand before the door any more.
    if (phase === 'knocking') meetings.leave();
    if (phase !== 'ended') return;
    meetings.dismiss();
    if (endReason === 'left') return;
    const message = text.ended[endReason ?? 'failed'];
    notifications.show({ title: room.name, message, color: 'petrol', autoClose: false });
  }, [phase, fills, meetings, endReason, room.name, text]);
}
