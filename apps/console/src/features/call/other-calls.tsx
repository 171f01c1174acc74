import { Button } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { IconArrowsJoin, IconPlayerPause } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './notes.module.css';
import { presentIn } from './present.ts';

/** Calls that wait on hold while another has the stage. */
export function OtherCalls(props: {
  readonly calls: readonly CallSession[];
  readonly current: CallSession;
}) {
  const { calls, current } = props;
  const text = useText();
  if (calls.length === 0) return null;
  return (
    <section aria-label={text.call.otherCalls} className={classes.others}>
      {calls.map((call) => (
        <OtherCall key={call.id} call={call} current={current} />
      ))}
    </section>
  );
}

function OtherCall({
  call,
  current,
}: {
  readonly call: CallSession;
  readonly current: CallSession;
}) {
  const text = useText().call;
  const { desk } = useWorkplace();
  const name = usePartyName(presentIn(call), call.info);
  const canJoin = [call, current].every(isAnswered);
  return (
    <>
      <Button
        radius="xl"
        className={classes.other}
        leftSection={<IconPlayerPause size={16} aria-hidden="true" />}
        aria-label={text.switchTo(name)}
        onClick={() => desk.switchTo(call)}
      >
        {name}
      </Button>
      {canJoin && (
        <Button
          radius="xl"
          className={classes.join}
          leftSection={<IconArrowsJoin size={16} aria-hidden="true" />}
          aria-label={text.transfer.joinOf(name)}
          onClick={() => desk.join(call)}
        >
          {text.transfer.join}
        </Button>
      )}
    </>
  );
}

/** Only who talks to somebody can put them through. */
function isAnswered({ phase, info }: CallSession): boolean {
  return phase !== 'ended' && info.answer_time !== null;
}
