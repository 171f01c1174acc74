import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { Room, UpdateRoom } from '@sky-genesis/protocol';
import { IconDots, IconLink, IconSettings, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import { notifyRefusal } from '../../app/refusal.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { RoomDialog } from './room-dialog.tsx';
import { roomLink } from './room-link.ts';

interface Props {
  readonly room: Room;
  readonly onChanged: () => void;
}

/** The link for everybody; settings and the end for whoever opened the room, and administrators. */
export function RoomMenu(props: Props) {
  const text = useText().rooms;
  const { me } = useWorkplace();
  const { room } = props;
  const clipboard = useClipboard();
  const copy = (): void => {
    clipboard.copy(roomLink(room.id));
    notifications.show({ message: text.linkCopied, color: 'petrol' });
  };
  return (
    <>
      <ActionIcon
        variant="light"
        size={36}
        radius="xl"
        aria-label={text.copyLinkOf(room.name)}
        title={text.copyLink}
        onClick={copy}
      >
        <IconLink size={18} aria-hidden="true" />
      </ActionIcon>
      {(room.created_by === me.id || me.role === 'admin') && <OwnerMenu {...props} />}
    </>
  );
}

function useRemoval({ room, onChanged }: Props) {
  const text = useText();
  const { client } = useWorkplace();
  return (): void => {
    client.rooms.delete(room.id).then(
      () => {
        notifications.show({ message: text.rooms.removed(room.name), color: 'petrol' });
        onChanged();
      },
      (error: unknown) => notifyRefusal(error, text),
    );
  };
}

function OwnerMenu(props: Props) {
  const text = useText();
  const { client } = useWorkplace();
  const { room, onChanged } = props;
  const [asked, setAsked] = useState<'settings' | 'removal' | null>(null);
  const close = (): void => setAsked(null);
  const remove = useRemoval(props);
  const save = async (change: UpdateRoom): Promise<void> => {
    await client.rooms.update(room.id, change);
    onChanged();
  };
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            radius="xl"
            aria-label={text.common.more(room.name)}
          >
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => setAsked('settings')}>
            {text.rooms.edit}
          </Menu.Item>
          <Menu.Item
            c="var(--sg-danger)"
            leftSection={<IconX size={18} />}
            onClick={() => setAsked('removal')}
          >
            {text.rooms.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RoomDialog room={room} save={save} opened={asked === 'settings'} onClose={close} />
      <ConfirmDialog
        opened={asked === 'removal'}
        title={text.rooms.removeTitle(room.name)}
        lead={text.rooms.removeLead}
        confirm={text.rooms.remove}
        onClose={close}
        onConfirm={remove}
      />
    </>
  );
}
