import { Button } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { callKindText } from './call-kind-text.ts';
import classes from './incoming.module.css';

/** A call while one is in another, or in a meeting: it does not take the focus away from that. */
export function IncomingBanner(props: {
  readonly call: CallSession;
  /** The call one is in; null: a meeting. */
  readonly current: CallSession | null;
}) {
  const { call, current } = props;
  const text = useText();
  const { desk } = useWorkplace();
  const callerId = call.info.caller_id;
  const name = useName(callerId, call.info);
  return (
    <section className={classes.banner} role="alert" aria-label={text.call.incomingFrom(name)}>
      <Face id={callerId} name={name} />
      <div className={classes.bannerWords}>
        <p className={classes.bannerName}>{name}</p>
        <p className={classes.bannerKind}>{callKindText(call.type, text)}</p>
      </div>
      <div className={classes.bannerChoices}>
        {current ? <CallChoices call={call} current={current} /> : <MeetingChoices call={call} />}
        <Button radius="xl" className={classes.decline} onClick={() => desk.decline(call)}>
          {text.call.decline}
        </Button>
      </div>
    </section>
  );
}

function CallChoices(props: { readonly call: CallSession; readonly current: CallSession }) {
  const text = useText().call;
  const { desk } = useWorkplace();
  const { call, current } = props;
  const video = call.type === 'video';
  // One that only rings cannot be held.
  const canHold = current.info.answer_time !== null;
  return (
    <>
      {canHold && (
        <Button
          radius="xl"
          className={classes.accept}
          onClick={() => desk.accept(call, { video, other: 'hold' })}
        >
          {text.holdAndAccept}
        </Button>
      )}
      <Button
        radius="xl"
        className={canHold ? classes.quiet : classes.accept}
        onClick={() => desk.accept(call, { video, other: 'end' })}
      >
        {text.endAndAccept}
      </Button>
    </>
  );
}

/** The meeting falls silent as soon as the call is on, and waits. */
function MeetingChoices({ call }: { readonly call: CallSession }) {
  const text = useText().meeting.incomingDuring;
  const { desk, meetings } = useWorkplace();
  const video = call.type === 'video';
  return (
    <>
      <Button radius="xl" className={classes.accept} onClick={() => desk.accept(call, { video })}>
        {text.aside}
      </Button>
      <Button
        radius="xl"
        className={classes.quiet}
        onClick={() => {
          meetings.leave();
          desk.accept(call, { video });
        }}
      >
        {text.leave}
      </Button>
    </>
  );
}
