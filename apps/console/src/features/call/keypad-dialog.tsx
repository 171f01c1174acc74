import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import type { CallSession } from '@sky-genesis/client';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.tsx';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './keypad-dialog.module.css';

const keys = [...'123456789*0#'];
/** As many as are shown. */
const shownKeys = 16;

interface Props {
  readonly call: CallSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Dials within the call, for whom a machine asks for a choice or a code. */
export function KeypadDialog(props: Props) {
  const text = useText().call.keypad;
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={text.title}>
      <Keypad call={props.call} />
    </Dialog>
  );
}

/** By a click, or by the same keys of the keyboard. */
function Keypad({ call }: { readonly call: CallSession }) {
  const text = useText().call.keypad;
  const [dialled, setDialled] = useState('');
  const { error, run } = useAction((key: string) => call.sendDigits(key));
  const press = (key: string): void => {
    setDialled((before) => (before + key).slice(-shownKeys));
    run(key);
  };
  useWindowEvent('keydown', ({ key, ctrlKey, metaKey, altKey, repeat }) => {
    const plain = !(ctrlKey || metaKey || altKey || repeat);
    if (plain && keys.includes(key)) press(key);
  });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {text.lead}
      </Text>
      <RefusalAlert error={error} />
      <output className={classes.dialled} aria-label={text.dialled}>
        {dialled}
      </output>
      <div className={classes.keys}>
        {keys.map((key) => (
          <UnstyledButton key={key} className={classes.key} onClick={() => press(key)}>
            {key}
          </UnstyledButton>
        ))}
      </div>
    </Stack>
  );
}
