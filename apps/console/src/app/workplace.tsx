import type { VoipClient } from '@sky-genesis/client';
import type { Session, User } from '@sky-genesis/protocol';
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { Directory } from '../directory/directory.ts';
import type { CallDesk } from '../features/call/call-desk.ts';
import type { MeetingDesk } from '../features/meeting/meeting-desk.ts';

/** What everything inside works with while one user is signed in. */
export interface Workplace {
  readonly client: VoipClient;
  readonly me: User;
  readonly session: Session;
  readonly directory: Directory;
  readonly desk: CallDesk;
  readonly meetings: MeetingDesk;
}

const WorkplaceContext = createContext<Workplace | null>(null);

export function WorkplaceProvider(props: {
  readonly workplace: Workplace;
  readonly children: ReactNode;
}) {
  return <WorkplaceContext value={props.workplace}>{props.children}</WorkplaceContext>;
}

export function useWorkplace(): Workplace {
  const workplace = use(WorkplaceContext);
  if (!workplace) throw new Error('useWorkplace needs a WorkplaceProvider above it');
  return workplace;
}

export function useConnection(): VoipClient['state'] {
  const { client } = useWorkplace();
  return useSyncExternalStore(
    (changed) => client.on('state', changed),
    () => client.state,
  );
}
