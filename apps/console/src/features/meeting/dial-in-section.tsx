import { ActionIcon, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { RoomSession } from '@sky-genesis/client';
import { IconCopy } from '@tabler/icons-react';
import { useCopy } from '../../app/use-copy.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { bestNumber, spacedPin } from '../rooms/dial-in.ts';
import classes from './dial-in-section.module.css';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** The number and PIN by which telephones come in, where they may. */
export function DialInSection(props: {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
}) {
  const { text, language } = useSpeech();
  const words = text.rooms.dialIn;
  const copy = useCopy();
  const { client } = useWorkplace();
  const { session, actions } = props;
  const dialIn = session.room.dial_in;
  if (dialIn === null) return null;
  const pin = spacedPin(dialIn.pin);
  const best = bestNumber(dialIn, language);
  const renew = async (): Promise<void> => {
    await client.rooms.renewPin(session.room.id);
    notifications.show({ message: words.renewed, color: 'petrol' });
  };
  return (
    <section className={classes.section} aria-label={words.title}>
      <div className={classes.head}>
        <h4 className={classes.title}>{words.title}</h4>
        {session.me.role === 'moderator' && (
          <Button variant="subtle" size="compact-sm" onClick={() => actions.attempt(renew())}>
            {words.renew}
          </Button>
        )}
      </div>
      {best === undefined ? (
        <p className={classes.none}>{words.none}</p>
      ) : (
        <div className={classes.line}>
          <dl className={classes.facts}>
            <dt>{words.number}</dt>
            <dd>{dialIn.numbers.map(({ number }) => number).join(', ')}</dd>
            <dt>{words.pin}</dt>
            <dd>{pin}</dd>
          </dl>
          <ActionIcon
            size={34}
            variant="light"
            aria-label={words.copy}
            title={words.copy}
            onClick={() => copy(words.brief(best, pin), words.copied)}
          >
            <IconCopy size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      )}
    </section>
  );
}
