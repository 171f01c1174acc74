import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Room, UpdateRoom } from '@sky-genesis/protocol';
import { IconLink, IconSettings, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import { notifyRefusal } from '../../app/refusal.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { RoomDialog } from './room-dialog.tsx';
import { useCopyLink } from './use-copy-link.ts';

interface Props {
  readonly room: Room;
  readonly onChanged: () => void;
}

/** The link for everybody; settings and the end for whoever opened the room, and administrators. */
export function RoomMenu(props: Props) {
  const text = useText().rooms;
  const { me } = useWorkplace();
  const { room } = props;
  const copyLink = useCopyLink();
  return (
    <>
      <ActionIcon
        variant="light"
        size={36}
        radius="xl"
        aria-label={text.copyLinkOf(room.name)}
        title={text.copyLink}
        onClick={() => copyLink(room.id)}
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
      <RowMenu label={text.common.more(room.name)} size={36} width={220}>
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
      </RowMenu>
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
