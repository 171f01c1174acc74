import { notifications } from '@mantine/notifications';
import { IconPhoneX } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { notifyRefusal } from '../../app/refusal.tsx';
import type { Directory } from '../../directory/directory.ts';
import { useText } from '../../i18n/language.tsx';
import type { DeskNotices } from './call-desk.ts';

/** What the desk tells a person in passing, in the language of the moment. */
export function useDeskNotices(directory: Directory): DeskNotices {
  const text = useText();
  const current = useRef(text);
  current.current = text;
  return useMemo<DeskNotices>(
    () => ({
      failed: (error) => notifyRefusal(error, current.current),
      missed: (call) => {
        if (call.answeredElsewhere || call.endReason === 'completed') return;
        const callerId = call.info.caller_id;
        const name = directory.peek(callerId)?.display_name ?? callerId;
        notifications.show({
          color: 'dawn',
          autoClose: false,
          icon: <IconPhoneX size={18} />,
          message: current.current.call.missedFrom(name),
          closeButtonProps: { 'aria-label': current.current.common.close },
        });
      },
    }),
    [directory],
  );
}
