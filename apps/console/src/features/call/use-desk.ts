import { useSyncExternalStore } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';
import type { DeskView } from './call-desk.ts';

export function useDesk(): DeskView {
  const { desk } = useWorkplace();
  return useSyncExternalStore(desk.subscribe, desk.read);
}
