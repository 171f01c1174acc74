import { notifications } from '@mantine/notifications';
import { notifyRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';

/** Removes something by its name, and tells of it. */
export function useRemoval(
  name: string,
  remove: () => Promise<void>,
  onGone: () => void,
): () => void {
  const text = useText();
  return () => {
    remove().then(
      () => {
        notifications.show({ message: text.telephony.removed(name), color: 'petrol' });
        onGone();
      },
      (error: unknown) => notifyRefusal(error, text),
    );
  };
}
