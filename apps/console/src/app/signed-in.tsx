import type { VoipClient } from '@sky-genesis/client';
import type { Session } from '@sky-genesis/protocol';
import { useEffect, useMemo, useState } from 'react';
import { SoundProvider } from '../device/sound-context.tsx';
import { createDirectory } from '../directory/directory.ts';
import { createCallDesk } from '../features/call/call-desk.ts';
import { CallLayer } from '../features/call/call-layer.tsx';
import { useDeskNotices } from '../features/call/use-desk-notices.tsx';
import { createMeetingDesk } from '../features/meeting/meeting-desk.ts';
import { MeetingLayer } from '../features/meeting/meeting-layer.tsx';
import { useRoomInvitations } from '../features/rooms/use-room-invitations.tsx';
import { useServices } from './services.tsx';
import { Shell } from './shell.tsx';
import { type Workplace, WorkplaceProvider } from './workplace.tsx';

/** Everything behind the sign-in. It lives as long as one user's session, with one client. */
export function SignedIn({ session }: { readonly session: Session }) {
  const services = useServices();
  const [client] = useState<VoipClient>(() => services.createClient());
  const [directory] = useState(() => createDirectory((id) => client.users.get(id)));
  const notices = useDeskNotices(directory);
  const [desk] = useState(() => createCallDesk(client, notices));
  const [meetings] = useState(() => createMeetingDesk(client.rooms));
  useRoomInvitations(client);
  useEffect(() => {
    const unfollow = desk.follow();
    const unfollowRooms = meetings.follow();
    const unlisten = client.on('signedOut', services.session.expired);
    const unhear = client.on('notification', notices.told);
    // A failed first attempt is retried by the client; the banner shows it.
    client.connect().catch(() => undefined);
    return () => {
      unfollow();
      unfollowRooms();
      unlisten();
      unhear();
      void client.close();
    };
  }, [client, desk, meetings, notices, services]);
  const workplace = useMemo<Workplace>(
    () => ({ client, directory, desk, meetings, session, me: session.user }),
    [client, directory, desk, meetings, session],
  );
  return (
    <WorkplaceProvider workplace={workplace}>
      <SoundProvider>
        <Shell />
        <MeetingLayer />
        <CallLayer />
      </SoundProvider>
    </WorkplaceProvider>
  );
}
