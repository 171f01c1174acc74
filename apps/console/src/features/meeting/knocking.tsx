import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import { Rings } from '../call/rings.tsx';
import { useTakeFocus } from '../call/use-take-focus.ts';
import classes from './meeting-words.module.css';

/** Before the door, until a moderator decides. */
export function Knocking({ roomName }: { readonly roomName: string }) {
  const text = useText();
  const { me, meetings } = useWorkplace();
  const section = useTakeFocus<HTMLElement>();
  useDocumentTitle(`${text.rooms.knocking.title} · ${text.common.product}`);
  const give = (): void => {
    meetings.leave();
    meetings.dismiss();
  };
  return (
    <section ref={section} tabIndex={-1} className={classes.page} aria-label={text.meeting.region}>
      <Rings>
        <Face id={me.id} name={me.display_name} size="xl" />
      </Rings>
      <h2 className={classes.title}>{text.rooms.knocking.title}</h2>
      <p className={classes.room}>{roomName}</p>
      <p className={classes.hint} role="status">
        {text.rooms.knocking.lead}
      </p>
      <div className={classes.choices}>
        <Button radius="xl" size="md" className={classes.quiet} onClick={give}>
          {text.rooms.knocking.give}
        </Button>
      </div>
    </section>
  );
}
