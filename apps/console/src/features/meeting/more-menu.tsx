import { Menu } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconDots,
  IconHandStop,
  IconLayoutGrid,
  IconLink,
  IconLock,
  IconLockOpen,
  IconScreenShare,
  IconSettings,
  IconUser,
  IconUserPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../../i18n/language.tsx';
import { canShare } from '../call/call-controls.tsx';
import { ControlButton } from '../call/control-button.tsx';
import { DevicesDialog } from '../call/devices-dialog.tsx';
import { RoomDialog } from '../rooms/room-dialog.tsx';
import type { ControlProps } from './control-props.ts';
import { InviteDialog } from './invite-dialog.tsx';

type Opened = 'devices' | 'settings' | 'invite' | null;

/** What is wanted now and then, and on a phone whatever else has no room. */
export function MoreMenu(props: ControlProps) {
  const text = useText().meeting;
  const { session, narrow } = props;
  const [opened, setOpened] = useState<Opened>(null);
  const close = (): void => setOpened(null);
  const moderator = session.me.role === 'moderator';
  return (
    <>
      <Menu position="top" shadow="md" width={260} zIndex={220}>
        <Menu.Target>
          <ControlButton Icon={IconDots} label={text.more} caption={text.more} />
        </Menu.Target>
        <Menu.Dropdown>
          {narrow && <SecondRank {...props} />}
          <Menu.Item leftSection={<IconLink size={18} />} onClick={props.actions.copyLink}>
            {text.copyLink}
          </Menu.Item>
          <Menu.Item leftSection={<IconUserPlus size={18} />} onClick={() => setOpened('invite')}>
            {text.panel.invite}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconAdjustmentsHorizontal size={18} />}
            onClick={() => setOpened('devices')}
          >
            {text.devices}
          </Menu.Item>
          {moderator && <ModeratorItems {...props} onSettings={() => setOpened('settings')} />}
        </Menu.Dropdown>
      </Menu>
      <DevicesDialog
        session={session}
        shortcuts="meeting"
        opened={opened === 'devices'}
        onClose={close}
      />
      <InviteDialog session={session} opened={opened === 'invite'} onClose={close} />
      <RoomDialog
        room={session.room}
        save={(change) => session.update(change)}
        opened={opened === 'settings'}
        onClose={close}
      />
    </>
  );
}

function SecondRank({ session, actions, look, onLook }: ControlProps) {
  const text = useText().meeting;
  const raised = session.me.hand_raised_at !== null;
  const LayoutIcon = look.layout === 'grid' ? IconUser : IconLayoutGrid;
  return (
    <>
      <Menu.Item leftSection={<IconHandStop size={18} />} onClick={actions.toggleHand}>
        {raised ? text.lowerHand : text.raiseHand}
      </Menu.Item>
      {canShare() && (
        <Menu.Item leftSection={<IconScreenShare size={18} />} onClick={actions.toggleShare}>
          {session.sharingScreen ? text.stopShare : text.share}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<LayoutIcon size={18} />} onClick={() => onLook({ type: 'layout' })}>
        {look.layout === 'grid' ? text.speaker : text.grid}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}

function ModeratorItems(props: ControlProps & { readonly onSettings: () => void }) {
  const text = useText().meeting;
  const { locked } = props.session.room;
  return (
    <>
      <Menu.Divider />
      <Menu.Item
        leftSection={locked ? <IconLockOpen size={18} /> : <IconLock size={18} />}
        onClick={props.actions.toggleLock}
      >
        {locked ? text.unlock : text.lock}
      </Menu.Item>
      <Menu.Item leftSection={<IconSettings size={18} />} onClick={props.onSettings}>
        {text.settings}
      </Menu.Item>
    </>
  );
}
