import { Button } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { callKindText } from './call-kind-text.ts';
import classes from './incoming.module.css';

/** A second call while one is in another: it does not take the focus away from the first. */
export function IncomingBanner(props: {
  readonly call: CallSession;
  /** The call one is in. */
  readonly current: CallSession;
}) {
  const { call, current } = props;
  // One that only rings cannot be held.
  const canHold = current.info.answer_time !== null;
  const text = useText();
  const { desk } = useWorkplace();
  const callerId = call.info.caller_id;
  const name = useName(callerId);
  const video = call.type === 'video';
  return (
    <section className={classes.banner} role="alert" aria-label={text.call.incomingFrom(name)}>
      <Face id={callerId} name={name} />
      <div className={classes.bannerWords}>
        <p className={classes.bannerName}>{name}</p>
        <p className={classes.bannerKind}>{callKindText(call.type, text)}</p>
      </div>
      <div className={classes.bannerChoices}>
        {canHold && (
          <Button
            radius="xl"
            className={classes.accept}
            onClick={() => desk.accept(call, { video, other: 'hold' })}
          >
            {text.call.holdAndAccept}
          </Button>
        )}
        <Button
          radius="xl"
          className={canHold ? classes.quiet : classes.accept}
          onClick={() => desk.accept(call, { video, other: 'end' })}
        >
          {text.call.endAndAccept}
        </Button>
        <Button radius="xl" className={classes.decline} onClick={() => desk.decline(call)}>
          {text.call.decline}
        </Button>
      </div>
    </section>
  );
}
