import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { CallSession } from '@sky-genesis/client';
import { IconPhone } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { dialable } from '../../directory/outsider.ts';
import { usePartyName } from '../../directory/use-person.ts';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './ended-view.module.css';
import { endText } from './phase-text.ts';
import { useTalkTime } from './use-call.ts';
import { useTakeFocus } from './use-take-focus.ts';

/** Why the call is over and how long it was. Escape or the button leads back. */
export function EndedView({ call }: { readonly call: CallSession }) {
  const text = useText();
  const { desk } = useWorkplace();
  const name = usePartyName(call.others, call.info);
  const again = call.others.flatMap((id) => dialable(id, call.info) ?? []);
  const seconds = useTalkTime(call);
  const back = useTakeFocus<HTMLButtonElement>();
  useHotkeys([['Escape', () => desk.dismiss()]]);
  return (
    <div className={classes.ended}>
      <Face id={call.others[0] ?? ''} name={name} size="xl" />
      <p className={classes.name}>{name}</p>
      <p className={classes.reason}>{endText(call, name, text)}</p>
      {seconds !== null && (
        <p className={classes.duration}>
          {text.call.duration} {clock(seconds)}
        </p>
      )}
      <div className={classes.choices}>
        <Button
          ref={back}
          size="md"
          radius="xl"
          className={classes.back}
          onClick={() => desk.dismiss()}
        >
          {text.call.back}
        </Button>
        {again.length > 0 && (
          <Button
            size="md"
            radius="xl"
            className={classes.again}
            leftSection={<IconPhone size={18} aria-hidden="true" />}
            onClick={() => desk.place(again, call.type)}
          >
            {text.call.again}
          </Button>
        )}
      </div>
    </div>
  );
}
