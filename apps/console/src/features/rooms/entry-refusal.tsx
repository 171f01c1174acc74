import { Alert } from '@mantine/core';
import { SgeError } from '@sky-genesis/client';
import { IconAlertTriangle } from '@tabler/icons-react';
import { RefusalAlert } from '../../app/refusal.tsx';
import type { Catalogue } from '../../i18n/catalogue.ts';
import { useText } from '../../i18n/language.tsx';

/** Why one is not in, with what can be done about it. */
export function EntryRefusal({ error }: { readonly error: unknown }) {
  const text = useText();
  if (!(error instanceof SgeError)) return <RefusalAlert error={error} />;
  // The field itself asks for the password, or says that it was another.
  if (error.code === 'room_password_required' || error.code === 'room_password_wrong') return null;
  const words = wordsOf(error.code, text.rooms.refused);
  if (!words) return <RefusalAlert error={error} />;
  return (
    <Alert
      color="dawn"
      role="alert"
      title={words.title}
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
    >
      {words.detail}
    </Alert>
  );
}

function wordsOf(code: string, refused: Catalogue['rooms']['refused']) {
  return new Map(Object.entries(refused)).get(code);
}
