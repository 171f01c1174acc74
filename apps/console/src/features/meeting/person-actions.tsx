import { Menu } from '@mantine/core';
import type { RoomMember, RoomSession } from '@sky-genesis/client';
import {
  IconDoorExit,
  IconMicrophone,
  IconMicrophoneOff,
  IconScreenShareOff,
  IconShield,
  IconShieldOff,
  IconUserX,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useText } from '../../i18n/language.tsx';
import type { MeetingActions } from './use-meeting-actions.tsx';

interface Props {
  readonly session: RoomSession;
  readonly actions: MeetingActions;
  readonly member: RoomMember;
}

/** What a moderator can do about somebody. */
export function PersonActions(props: Props) {
  const text = useText().meeting.panel;
  const { session, actions, member } = props;
  const [kicking, setKicking] = useState(false);
  const { id, info, isMe } = member;
  const may = session.me.role === 'moderator' && session.room.settings.moderator_controls;
  if (isMe || !may) return null;
  const name = info.display_name;
  return (
    <>
      <RowMenu label={text.actions(name)} size={34} width={260}>
        <MediaItems {...props} />
        <Menu.Divider />
        <StandingItems {...props} onKick={() => setKicking(true)} />
      </RowMenu>
      <ConfirmDialog
        opened={kicking}
        title={text.kickTitle(name)}
        lead={text.kickLead}
        confirm={text.kickConfirm}
        onClose={() => setKicking(false)}
        onConfirm={() => actions.attempt(session.kick(id))}
      />
    </>
  );
}

function MediaItems({ session, actions, member }: Props) {
  const text = useText().meeting.panel;
  const { id, info, screen } = member;
  const { audio, video, screen: stopped } = info.muted;
  const set = (what: Parameters<RoomSession['mute']>[1]): void =>
    actions.attempt(session.mute(id, what));
  return (
    <>
      <Menu.Item
        leftSection={audio ? <IconMicrophone size={18} /> : <IconMicrophoneOff size={18} />}
        onClick={() => set({ audio: !audio })}
      >
        {audio ? text.unmuteAudio : text.muteAudio}
      </Menu.Item>
      {info.kind !== 'sip' && (
        <Menu.Item
          leftSection={video ? <IconVideo size={18} /> : <IconVideoOff size={18} />}
          onClick={() => set({ video: !video })}
        >
          {video ? text.allowVideo : text.stopVideo}
        </Menu.Item>
      )}
      {(stopped || screen !== null) && (
        <Menu.Item
          leftSection={<IconScreenShareOff size={18} />}
          onClick={() => set({ screen: !stopped })}
        >
          {stopped ? text.allowScreen : text.stopScreen}
        </Menu.Item>
      )}
    </>
  );
}

function StandingItems(props: Props & { readonly onKick: () => void }) {
  const text = useText().meeting.panel;
  const { session, actions, member, onKick } = props;
  const { id, info } = member;
  const moderator = info.role === 'moderator';
  return (
    <>
      <Menu.Item
        leftSection={moderator ? <IconShieldOff size={18} /> : <IconShield size={18} />}
        onClick={() =>
          actions.attempt(session.setRole(id, moderator ? 'participant' : 'moderator'))
        }
      >
        {moderator ? text.takeModerator : text.makeModerator}
      </Menu.Item>
      {session.room.settings.waiting_room && (
        <Menu.Item
          leftSection={<IconDoorExit size={18} />}
          onClick={() => actions.attempt(session.sendBack(id))}
        >
          {text.sendBack}
        </Menu.Item>
      )}
      <Menu.Item c="var(--sg-danger)" leftSection={<IconUserX size={18} />} onClick={onKick}>
        {text.kick}
      </Menu.Item>
    </>
  );
}
