import { Menu } from '@mantine/core';
import { IconDoorExit, IconPhoneOff, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import { useText } from '../../i18n/language.tsx';
import { ControlButton } from '../call/control-button.tsx';
import type { ControlProps } from './control-props.ts';

/** Leaves; a moderator may also end the meeting for everybody. */
export function LeaveButton({ session, actions }: ControlProps) {
  const text = useText().meeting;
  const [ending, setEnding] = useState(false);
  const plain = {
    Icon: IconPhoneOff,
    label: text.leave,
    caption: text.leave,
    kind: 'end',
  } as const;
  if (session.me.role !== 'moderator') {
    return <ControlButton {...plain} shortcut="Shift+E" onClick={actions.leave} />;
  }
  return (
    <>
      <Menu position="top-end" shadow="md" width={240} zIndex={220}>
        <Menu.Target>
          <ControlButton {...plain} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDoorExit size={18} />} onClick={actions.leave}>
            {text.leaveMeeting}
          </Menu.Item>
          <Menu.Item
            c="var(--sg-danger)"
            leftSection={<IconX size={18} />}
            onClick={() => setEnding(true)}
          >
            {text.endForAll}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={ending}
        title={text.endTitle}
        lead={text.endLead}
        confirm={text.endForAll}
        onClose={() => setEnding(false)}
        onConfirm={actions.endForAll}
      />
    </>
  );
}
