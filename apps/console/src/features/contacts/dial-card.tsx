import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { CallType } from '@sky-genesis/protocol';
import { IconPhone, IconScreenShare, IconVideo } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './dial-card.module.css';

/** Calls somebody by their id or a number, whether or not they are in sight. */
export function DialCard() {
  const text = useText();
  const { desk, me } = useWorkplace();
  const [target, setTarget] = useState('');
  const id = target.trim();
  const isSelf = id === me.id;
  const dial = (type: CallType): void => {
    if (id !== '' && !isSelf) desk.place([id], type);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    dial('audio');
  };
  return (
    <form className={classes.card} onSubmit={submit} aria-label={text.dial.title}>
      <TextInput
        label={text.dial.title}
        aria-label={text.dial.label}
        placeholder={text.dial.placeholder}
        value={target}
        error={isSelf ? text.dial.self : undefined}
        onChange={(event) => setTarget(event.currentTarget.value)}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes.buttons}>
        <Button type="submit" flex={1} leftSection={<IconPhone size={18} aria-hidden="true" />}>
          {text.dial.audio}
        </Button>
        <ActionIcon
          size={36}
          variant="light"
          aria-label={text.dial.video}
          onClick={() => dial('video')}
        >
          <IconVideo size={19} />
        </ActionIcon>
        <ActionIcon
          size={36}
          variant="light"
          aria-label={text.dial.screen}
          onClick={() => dial('screen')}
        >
          <IconScreenShare size={19} />
        </ActionIcon>
      </div>
    </form>
  );
}
