import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useText } from '../i18n/language.tsx';

/** Copies something and says so. Where the page may not, it is shown instead. */
export function useCopy(): (text: string, told: string) => void {
  const { common } = useText();
  return useCallback(
    (text, told) => {
      write(text).then(
        () => notifications.show({ message: told, color: 'petrol' }),
        () =>
          notifications.show({
            message: text,
            color: 'petrol',
            autoClose: false,
            closeButtonProps: { 'aria-label': common.close },
          }),
      );
    },
    [common],
  );
}

/** Rejects, too, where there is no clipboard: the types know nothing of pages that are not secure contexts. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
