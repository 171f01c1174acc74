import { Button, FocusTrap, Portal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { CallSession } from '@sky-genesis/client';
import { IconPhone, IconPhoneOff, IconVideo } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { dialable } from '../../directory/outsider.ts';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { callKindText } from './call-kind-text.ts';
import classes from './incoming.module.css';
import { Rings } from './rings.tsx';

/** Somebody calls. Enter accepts (the button has the focus), Escape declines. */
export function IncomingDialog({ call }: { readonly call: CallSession }) {
  const text = useText();
  const { desk } = useWorkplace();
  const callerId = call.info.caller_id;
  const name = useName(callerId, call.info);
  const address = dialable(callerId, call.info);
  useHotkeys([['Escape', () => desk.decline(call)]], []);
  return (
    <Portal>
      <div className={classes.veil}>
        <FocusTrap>
          <section
            className={classes.dialog}
            role="alertdialog"
            aria-modal="true"
            aria-label={text.call.incomingFrom(name)}
          >
            <Rings>
              <Face id={callerId} name={name} size="xl" />
            </Rings>
            <p className={classes.kind}>{callKindText(call.type, text)}</p>
            <p className={classes.name}>{name}</p>
            {address !== null && address !== name && <p className={classes.id}>{address}</p>}
            <Choices call={call} />
          </section>
        </FocusTrap>
      </div>
    </Portal>
  );
}

function Choices({ call }: { readonly call: CallSession }) {
  const text = useText();
  const { desk } = useWorkplace();
  const video = call.type === 'video';
  return (
    <div className={classes.choices}>
      <Button
        data-autofocus
        size="lg"
        radius="xl"
        className={classes.accept}
        leftSection={video ? <IconVideo size={21} /> : <IconPhone size={20} />}
        onClick={() => desk.accept(call, { video })}
      >
        {video ? text.call.acceptVideo : text.call.acceptAudio}
      </Button>
      <div className={classes.lesser}>
        {video && (
          <Button
            variant="white"
            radius="xl"
            className={classes.quiet}
            leftSection={<IconPhone size={18} />}
            onClick={() => desk.accept(call, { video: false })}
          >
            {text.call.acceptWithoutVideo}
          </Button>
        )}
        <Button
          radius="xl"
          className={classes.decline}
          leftSection={<IconPhoneOff size={18} />}
          onClick={() => desk.decline(call)}
        >
          {text.call.decline}
        </Button>
      </div>
    </div>
  );
}
