import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { RefusalAlert } from './refusal.tsx';

/** The fields of a dialogue: what the server has refused stands above them, what sends them below. */
export function Form(props: {
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: string;
  readonly icon?: ReactNode;
  /** Said above all of it. */
  readonly lead?: string;
  /** There is nothing to send yet. */
  readonly disabled?: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const { error, busy, submit, icon, lead, disabled = false, onSubmit, children } = props;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {lead && (
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        )}
        <RefusalAlert error={error} />
        {children}
        <Button type="submit" loading={busy} disabled={disabled} leftSection={icon}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
