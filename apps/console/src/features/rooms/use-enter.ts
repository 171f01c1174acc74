import type { JoinRoomOptions } from '@sky-genesis/client';
import { useCallback } from 'react';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useDesk } from '../call/use-desk.ts';

/** Joins a room. A call one is in waits on hold meanwhile. */
export function useEnter(id: string) {
  const { meetings, desk } = useWorkplace();
  const { stage } = useDesk();
  const join = useCallback(
    async (options: JoinRoomOptions) => {
      if (stage && stage.phase !== 'ended') {
        if (!stage.heldByMe) await stage.hold();
        desk.minimise(true);
      }
      await meetings.join(id, options);
    },
    [meetings, desk, stage, id],
  );
  const { busy, error, run } = useAction(join);
  return { busy, error, enter: run };
}
