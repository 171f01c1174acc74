import { Button } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconLink } from '@tabler/icons-react';
import { useNarrow } from '../../app/use-narrow.ts';
import { useSpeech, useText } from '../../i18n/language.tsx';
import { ProblemNotes } from '../call/problem-notes.tsx';
import { useTakeFocus } from '../call/use-take-focus.ts';
import { bestNumber, spacedPin } from '../rooms/dial-in.ts';
import classes from './meeting.module.css';
import { MeetingControls } from './meeting-controls.tsx';
import { MeetingHead } from './meeting-head.tsx';
import type { LookChange, MeetingLook } from './meeting-layout.ts';
import { MeetingPanel } from './meeting-panel.tsx';
import { MeetingTiles } from './meeting-tiles.tsx';
import { KnockNote, StateNotes } from './state-notes.tsx';
import { type MeetingActions, useMeetingActions } from './use-meeting-actions.tsx';
import { useMeetingShortcuts } from './use-meeting-shortcuts.ts';

export interface MeetingProps {
  readonly session: RoomSession;
  readonly look: MeetingLook;
  readonly onLook: (change: LookChange) => void;
  readonly unread: number;
  readonly aside: boolean;
}

/** The meeting one is in, over the whole window. */
export function Meeting(props: MeetingProps) {
  const text = useText();
  const { session, look, onLook } = props;
  const actions = useMeetingActions(session);
  useMeetingShortcuts(actions, look, onLook);
  const narrow = useNarrow();
  const section = useTakeFocus<HTMLElement>();
  const sheet = narrow && look.panel !== null;
  return (
    <section
      ref={section}
      tabIndex={-1}
      className={classes.meeting}
      aria-label={text.meeting.region}
      data-panel={look.panel !== null}
    >
      <MeetingHead session={session} />
      <div className={classes.stage} inert={sheet}>
        <div className={classes.notes}>
          <StateNotes session={session} aside={props.aside} />
          <KnockNote session={session} actions={actions} look={look} onLook={onLook} />
          <ProblemNotes call={session} without={toldByTheBanner} />
        </div>
        <MeetingTiles session={session} look={look} onLook={onLook} />
        {session.members.length === 1 && session.phase === 'connected' && (
          <Alone session={session} actions={actions} />
        )}
      </div>
      {look.panel && (
        <MeetingPanel
          key={look.panel}
          session={session}
          actions={actions}
          panel={look.panel}
          onLook={onLook}
        />
      )}
      <MeetingControls {...props} actions={actions} narrow={narrow} />
    </section>
  );
}

const toldByTheBanner = ['network_lost'] as const;

/** Nobody else has come yet: the link is what brings them. */
function Alone(props: { readonly session: RoomSession; readonly actions: MeetingActions }) {
  const { text: all, language } = useSpeech();
  const text = all.meeting;
  const { dial_in: dialIn } = props.session.room;
  const number = dialIn === null ? undefined : bestNumber(dialIn, language);
  return (
    <div className={classes.alone}>
      <p className={classes.aloneTitle}>{text.alone}</p>
      <p className={classes.aloneHint}>{text.aloneHint}</p>
      <Button
        radius="xl"
        className={classes.copy}
        leftSection={<IconLink size={18} aria-hidden="true" />}
        onClick={props.actions.copyLink}
      >
        {text.copyLink}
      </Button>
      {dialIn !== null && number !== undefined && (
        <p className={classes.alonePhone}>
          {all.rooms.dialIn.brief(number, spacedPin(dialIn.pin))}
        </p>
      )}
    </div>
  );
}
