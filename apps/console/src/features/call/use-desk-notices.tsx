import { notifications } from '@mantine/notifications';
import type { CallSession } from '@sky-genesis/client';
import { IconPhoneX } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { notifyRefusal } from '../../app/refusal.tsx';
import type { Directory } from '../../directory/directory.ts';
import { useText } from '../../i18n/language.tsx';
import type { DeskNotices } from './call-desk.ts';

interface Notice {
  readonly title: string;
  readonly message: string;
  readonly level: string;
}

/** What the desk tells a person in passing, in the language of the moment. */
export function useDeskNotices(directory: Directory): DeskNotices & {
  /** A notice that the server sends to this user. */
  readonly told: (notice: Notice) => void;
} {
  const text = useText();
  const current = useRef(text);
  current.current = text;
  return useMemo(
    () => ({
      told: ({ title, message, level }: Notice) =>
        notifications.show({ title, message, color: level === 'info' ? 'petrol' : 'dawn' }),
      failed: (error: unknown) => notifyRefusal(error, current.current),
      missed: (call: CallSession) => {
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
