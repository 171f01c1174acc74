import { notifications } from '@mantine/notifications';
import type { CallSession } from '@sky-genesis/client';
import { IconPhoneCheck, IconPhoneX } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { notifyRefusal } from '../../app/refusal.tsx';
import type { Directory } from '../../directory/directory.ts';
import { nameOf } from '../../directory/use-person.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import { useText } from '../../i18n/language.tsx';
import type { DeskNotices } from './call-desk.ts';
import { endText } from './phase-text.ts';
import type { TransferNotices } from './transfers.ts';

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
      ...transferNotices(directory, () => current.current),
      told: ({ title, message, level }: Notice) =>
        notifications.show({ title, message, color: level === 'info' ? 'petrol' : 'dawn' }),
      failed: (error: unknown) => notifyRefusal(error, current.current),
      missed: (call: CallSession) => {
        if (call.answeredElsewhere || call.endReason === 'completed') return;
        const { info } = call;
        const name = nameOf(directory, current.current, info.caller_id, info);
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

function transferNotices(directory: Directory, text: () => Catalogue): TransferNotices {
  const named = (id: string): string => nameOf(directory, text(), id);
  const done = (message: string): void => {
    notifications.show({
      color: 'petrol',
      icon: <IconPhoneCheck size={18} />,
      message,
      closeButtonProps: { 'aria-label': text().common.close },
    });
  };
  return {
    transferred: (to) => done(text().call.transfer.done(named(to))),
    joined: (people) => done(text().call.transfer.joined(people.map(named).join(', '))),
    notTransferred: (to, why) => {
      const end = { phase: 'ended', heldByMe: false, direction: 'outgoing' } as const;
      notifications.show({
        color: 'dawn',
        icon: <IconPhoneX size={18} />,
        title: text().call.transfer.failed,
        message: endText({ ...end, endReason: why }, named(to), text()),
        closeButtonProps: { 'aria-label': text().common.close },
      });
    },
  };
}
