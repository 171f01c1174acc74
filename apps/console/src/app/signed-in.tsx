import type { VoipClient } from '@sky-genesis/client';
import type { Session } from '@sky-genesis/protocol';
import { useEffect, useMemo, useState } from 'react';
import { SoundProvider } from '../device/sound-context.tsx';
import { createDirectory } from '../directory/directory.ts';
import { createCallDesk } from '../features/call/call-desk.ts';
import { CallLayer } from '../features/call/call-layer.tsx';
import { useDeskNotices } from '../features/call/use-desk-notices.tsx';
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
  useEffect(() => {
    const unfollow = desk.follow();
    const unlisten = client.on('signedOut', services.session.expired);
    const unhear = client.on('notification', notices.told);
    // A failed first attempt is retried by the client; the banner shows it.
    client.connect().catch(() => undefined);
    return () => {
      unfollow();
      unlisten();
      unhear();
      void client.close();
    };
  }, [client, desk, notices, services]);
  const workplace = useMemo<Workplace>(
    () => ({ client, directory, desk, session, me: session.user }),
    [client, directory, desk, session],
  );
  return (
    <WorkplaceProvider workplace={workplace}>
      <SoundProvider>
        <Shell />
        <CallLayer />
      </SoundProvider>
    </WorkplaceProvider>
  );
}
