import { CloseButton } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { useNarrow } from '../../app/use-narrow.ts';
import { useText } from '../../i18n/language.tsx';
import { useTakeFocus } from '../call/use-take-focus.ts';
import { ChatPanel } from './chat-panel.tsx';
import type { LookChange } from './meeting-layout.ts';
import classes from './meeting-panel.module.css';
import { PeoplePanel } from './people-panel.tsx';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** Chat or people, beside the stage on a desk, over it on a phone. */
export function MeetingPanel(props: {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
  readonly panel: 'chat' | 'people';
  readonly onLook: (change: LookChange) => void;
}) {
  const text = useText();
  const { session, actions, panel, onLook } = props;
  const title = panel === 'chat' ? text.meeting.chat : text.meeting.people;
  const first = useTakeFocus<HTMLElement>();
  const take = (element: HTMLElement | null): void => {
    first.current = element;
  };
  // On a phone the field would bring up its keyboard over what is to be read.
  const narrow = useNarrow();
  const writes = panel === 'chat' && !narrow;
  return (
    <aside className={classes.panel} aria-label={title}>
      <header className={classes.head}>
        <h3 ref={writes ? undefined : take} tabIndex={-1} className={classes.title}>
          {title}
        </h3>
        <CloseButton
          size="lg"
          radius="xl"
          aria-label={text.common.close}
          onClick={() => onLook({ type: 'panel', panel: null })}
        />
      </header>
      {panel === 'chat' ? (
        <ChatPanel session={session} field={writes ? take : undefined} />
      ) : (
        <PeoplePanel session={session} actions={actions} />
      )}
    </aside>
  );
}
