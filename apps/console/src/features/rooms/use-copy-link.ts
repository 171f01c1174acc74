import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useText } from '../../i18n/language.tsx';

/** Copies what one sends to somebody who should come to a room. Where the page may not, the link is shown instead. */
export function useCopyLink(): (roomId: string) => void {
  const { rooms, common } = useText();
  return useCallback(
    (roomId) => {
      const link = `${window.location.origin}/rooms/${roomId}`;
      write(link).then(
        () => notifications.show({ message: rooms.linkCopied, color: 'petrol' }),
        () =>
          notifications.show({
            message: link,
            color: 'petrol',
            autoClose: false,
            closeButtonProps: { 'aria-label': common.close },
          }),
      );
    },
    [rooms, common],
  );
}

/** Rejects, too, where there is no clipboard: the types know nothing of pages that are not secure contexts. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
