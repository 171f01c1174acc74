import { Alert } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { SgeError } from '@sky-genesis/client';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Catalogue } from '../i18n/catalogue.ts';
import { useText } from '../i18n/language.tsx';

interface Refusal {
  readonly title: string;
  readonly detail: string;
}

/** What to tell a person about a failed request: the server's own words where it gave some. */
function refusalOf(error: unknown, text: Catalogue): Refusal {
  if (error instanceof SgeError) return { title: error.title, detail: error.detail };
  if (error instanceof Error && error.name === 'NetworkError') {
    return { title: text.network.unreachable, detail: text.network.unreachableDetail };
  }
  return { title: text.call.actionFailed, detail: text.common.unexpected };
}

export function notifyRefusal(error: unknown, text: Catalogue): void {
  const { title, detail } = refusalOf(error, text);
  notifications.show({
    color: 'dawn',
    title,
    message: detail,
    icon: <IconAlertTriangle size={18} />,
    closeButtonProps: { 'aria-label': text.common.close },
  });
}

/** A refusal inside a form or a page. */
export function RefusalAlert({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null || error === undefined) return null;
  const { title, detail } = refusalOf(error, text);
  return (
    <Alert color="dawn" role="alert" title={title} icon={<IconAlertTriangle size={18} />}>
      {detail}
    </Alert>
  );
}

/** What the server says about one field of the form that was sent, or about an item in it. */
export function fieldRefusal(error: unknown, field: string): string | undefined {
  if (!(error instanceof SgeError)) return undefined;
  const pointer = `/${field}`;
  return error.errors.find(
    ({ path }) => path === field || path === pointer || path.startsWith(`${pointer}/`),
  )?.message;
}
