import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './minimised-call.module.css';
import { phaseText } from './phase-text.ts';
import { presentIn } from './present.ts';
import { useCall, useTalkTime } from './use-call.ts';
import { useCallActions } from './use-call-actions.ts';
import { useCallShortcuts } from './use-call-shortcuts.ts';

/** A call that goes on beside the pages. */
export function MinimisedCall({ call }: { readonly call: CallSession }) {
  const text = useText();
  const { desk } = useWorkplace();
  useCall(call);
  const name = usePartyName(presentIn(call));
  const seconds = useTalkTime(call);
  const actions = useCallActions(call);
  useCallShortcuts(actions);
  const MicrophoneIcon = call.microphoneMuted ? IconMicrophoneOff : IconMicrophone;
  return (
    <section className={classes.bar} aria-label={text.call.region}>
      <UnstyledButton className={classes.back} onClick={() => desk.minimise(false)}>
        <Face id={call.others[0] ?? ''} name={name} size="sm" />
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          <span className={classes.state}>
            {phaseText(call, name, text)} {seconds !== null && clock(seconds)}
          </span>
        </span>
        <span className={classes.expand}>{text.call.expand}</span>
      </UnstyledButton>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.quiet}
        aria-label={call.microphoneMuted ? text.call.unmute : text.call.mute}
        onClick={actions.toggleMicrophone}
      >
        <MicrophoneIcon size={20} />
      </ActionIcon>
      <ActionIcon
        size={42}
        radius="xl"
        className={classes.end}
        aria-label={text.call.hangUp}
        onClick={actions.hangUp}
      >
        <IconPhoneOff size={20} />
      </ActionIcon>
    </section>
  );
}
