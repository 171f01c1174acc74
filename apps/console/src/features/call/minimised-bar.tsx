import { ActionIcon, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import list from '../../app/list.module.css';
import classes from './minimised-bar.module.css';

interface Control {
  readonly label: string;
  readonly onClick: () => void;
}

/** A call or a meeting that goes on beside the pages. */
export function MinimisedBar(props: {
  /** What it is. */
  readonly region: string;
  /** Stands above another one. */
  readonly raised?: boolean;
  readonly sign: ReactNode;
  readonly name: string;
  readonly state: string;
  readonly expand: Control;
  readonly silent: boolean;
  readonly microphone: Control;
  readonly end: Control;
}) {
  const { region, raised = false, sign, name, state, expand, silent, microphone, end } = props;
  const MicrophoneIcon = silent ? IconMicrophoneOff : IconMicrophone;
  return (
    <section className={classes.bar} data-raised={raised} aria-label={region}>
      <UnstyledButton className={classes.back} onClick={expand.onClick}>
        {sign}
        <span className={classes.words}>
          <span className={list.name}>{name}</span>
          <span className={classes.state}>{state}</span>
        </span>
        <VisuallyHidden>{expand.label}</VisuallyHidden>
      </UnstyledButton>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.quiet}
        aria-label={microphone.label}
        onClick={microphone.onClick}
      >
        <MicrophoneIcon size={20} />
      </ActionIcon>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.end}
        aria-label={end.label}
        onClick={end.onClick}
      >
        <IconPhoneOff size={20} />
      </ActionIcon>
    </section>
  );
}
