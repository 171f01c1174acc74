import { Button } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { IconPlayerPause } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './notes.module.css';
import { presentIn } from './present.ts';

/** Calls that wait on hold while another has the stage. */
export function OtherCalls({ calls }: { readonly calls: readonly CallSession[] }) {
  const text = useText();
  if (calls.length === 0) return null;
  return (
    <section aria-label={text.call.otherCalls} className={classes.others}>
      {calls.map((call) => (
        <OtherCall key={call.id} call={call} />
      ))}
    </section>
  );
}

function OtherCall({ call }: { readonly call: CallSession }) {
  const text = useText();
  const { desk } = useWorkplace();
  const name = usePartyName(presentIn(call));
  return (
    <Button
      radius="xl"
      className={classes.other}
      leftSection={<IconPlayerPause size={16} aria-hidden="true" />}
      aria-label={text.call.switchTo(name)}
      onClick={() => desk.switchTo(call)}
    >
      {name}
    </Button>
  );
}
