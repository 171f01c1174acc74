import { Button } from '@mantine/core';
import type { RoomMember, RoomSession } from '@sky-genesis/client';
import {
  IconHandStop,
  IconLink,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhonePlus,
  IconUserPlus,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import list from '../../app/list.module.css';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import { QualityBars } from '../../tiles/quality-bars.tsx';
import type { DeviceState } from '../../tiles/tile.tsx';
import { CallPhoneDialog } from './call-phone-dialog.tsx';
import { DialInSection } from './dial-in-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import classes from './meeting-panel.module.css';
import { cameraOf, microphoneOf } from './member-devices.ts';
import { PersonActions } from './person-actions.tsx';
import { RingingList } from './ringing-list.tsx';
import type { MeetingActions } from './use-meeting-actions.tsx';
import { WaitingList } from './waiting-list.tsx';

interface Props {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
}

/** Who is in the room and who waits before it. */
export function PeoplePanel({ session, actions }: Props) {
  const text = useText().meeting;
  const [asked, setAsked] = useState<'people' | 'phone' | null>(null);
  const close = (): void => setAsked(null);
  return (
    <>
      <div className={classes.body}>
        <WaitingList session={session} actions={actions} />
        <RingingList session={session} actions={actions} />
        <h4 className={classes.section}>
          {text.panel.inRoom} · {session.members.length}
        </h4>
        <ul className={classes.list}>
          {inOrder(session.members).map((member) => (
            <Person key={member.id} member={member} session={session} actions={actions} />
          ))}
        </ul>
      </div>
      <DialInSection session={session} actions={actions} />
      <div className={classes.foot}>
        <Button
          variant="light"
          px="xs"
          leftSection={<IconUserPlus size={18} aria-hidden="true" />}
          onClick={() => setAsked('people')}
        >
          {text.panel.invite}
        </Button>
        <Button
          variant="light"
          px="xs"
          leftSection={<IconPhonePlus size={18} aria-hidden="true" />}
          onClick={() => setAsked('phone')}
        >
          {text.dial.open}
        </Button>
        <Button
          variant="default"
          px="xs"
          leftSection={<IconLink size={18} aria-hidden="true" />}
          onClick={actions.copyLink}
        >
          {text.copyLink}
        </Button>
      </div>
      <InviteDialog session={session} opened={asked === 'people'} onClose={close} />
      <CallPhoneDialog session={session} opened={asked === 'phone'} onClose={close} />
    </>
  );
}

/** Oneself, then raised hands by how long they have been up, then the others by arrival. */
function inOrder(members: readonly RoomMember[]): readonly RoomMember[] {
  const rank = ({ isMe, info }: RoomMember): string =>
    isMe ? '0' : info.hand_raised_at === null ? '2' : `1${info.hand_raised_at}`;
  return members.toSorted((a, b) => rank(a).localeCompare(rank(b)));
}

function Person(props: Props & { readonly member: RoomMember }) {
  const text = useText();
  const { session, member } = props;
  const { info, isMe } = member;
  const words = text.meeting;
  const quality = text.call.quality[member.quality.level];
  const notes = [
    ...(isMe ? [words.you] : []),
    ...(info.role === 'moderator' ? [words.panel.moderator] : []),
    ...(info.kind === 'sip' ? [words.phone] : []),
  ];
  return (
    <li className={classes.row}>
      <Face id={info.user_id ?? info.id} name={info.display_name} size="sm" />
      <div className={classes.words}>
        <span className={list.name}>{info.display_name}</span>
        <span className={classes.note}>
          <QualityBars level={member.quality.level} label={quality} />
          <span>{notes.length > 0 ? notes.join(' · ') : quality}</span>
        </span>
      </div>
      <div className={classes.signs}>
        {info.hand_raised_at !== null && (
          <span className={classes.sign} data-kind="hand" role="img" aria-label={words.handRaised}>
            <IconHandStop size={18} aria-hidden="true" />
          </span>
        )}
        <DeviceSign kind="microphone" state={microphoneOf(member, session)} />
        {info.kind === 'sip' ? (
          <span className={classes.sign} role="img" aria-label={words.phone} title={words.phone}>
            <IconPhone size={18} stroke={1.7} aria-hidden="true" />
          </span>
        ) : (
          <DeviceSign kind="camera" state={cameraOf(member, session)} />
        )}
      </div>
      <PersonActions {...props} />
    </li>
  );
}

function DeviceSign(props: {
  readonly kind: 'microphone' | 'camera';
  readonly state: DeviceState;
}) {
  const text = useText().meeting;
  const { kind, state } = props;
  const isMicrophone = kind === 'microphone';
  if (state === 'on') {
    const Icon = isMicrophone ? IconMicrophone : IconVideo;
    return <Icon size={18} stroke={1.7} aria-hidden="true" />;
  }
  const Icon = isMicrophone ? IconMicrophoneOff : IconVideoOff;
  const off = isMicrophone ? text.muted : text.cameraIsOff;
  const blocked = isMicrophone ? text.blocked : text.cameraBlocked;
  const label = state === 'blocked' ? blocked : off;
  return (
    <span className={classes.sign} data-kind={state} role="img" aria-label={label} title={label}>
      <Icon size={18} stroke={1.7} aria-hidden="true" />
    </span>
  );
}
