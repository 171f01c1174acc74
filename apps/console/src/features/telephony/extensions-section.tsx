import { Menu } from '@mantine/core';
import type { Extension } from '@sky-genesis/protocol';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import list from '../../app/list.module.css';
import { RowMenu } from '../../app/row-menu.tsx';
import { useServices } from '../../app/services.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { ExtensionDialog } from './extension-dialog.tsx';
import { ListSection } from './list-section.tsx';
import classes from './telephony.module.css';
import { useRemoval } from './use-removal.ts';

export function ExtensionsSection() {
  const text = useText().telephony.extensions;
  const { extensions } = useServices().telephony;
  const [adding, setAdding] = useState(false);
  const pages = usePages(extensions.list);
  return (
    <>
      <ListSection
        title={text.title}
        add={text.add}
        empty={text.empty}
        pages={pages}
        onAdd={() => setAdding(true)}
        row={(extension) => (
          <ExtensionRow key={extension.number} extension={extension} onGone={pages.reload} />
        )}
      />
      <ExtensionDialog
        opened={adding}
        onClose={() => setAdding(false)}
        onDone={() => {
          setAdding(false);
          pages.reload();
        }}
      />
    </>
  );
}

function ExtensionRow(props: { readonly extension: Extension; readonly onGone: () => void }) {
  const text = useText();
  const words = text.telephony.extensions;
  const { extensions } = useServices().telephony;
  const { extension, onGone } = props;
  const { number, display_name: name, user_id: userId, room_id: roomId } = extension;
  const [removing, setRemoving] = useState(false);
  const remove = useRemoval(number, () => extensions.remove(number), onGone);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={list.name}>{name === number ? number : `${number} · ${name}`}</span>
        <span className={classes.note}>
          {userId !== null && <Rings userId={userId} />}
          {roomId !== null && words.leadsIntoRoom}
          {extension.dial_in && words.asksPin}
        </span>
      </div>
      <RowMenu label={text.common.more(number)} size={40} width={250}>
        <Menu.Item
          c="var(--sg-danger)"
          leftSection={<IconTrash size={18} />}
          onClick={() => setRemoving(true)}
        >
          {words.remove}
        </Menu.Item>
      </RowMenu>
      <ConfirmDialog
        opened={removing}
        title={words.removeTitle(number)}
        lead={words.removeLead}
        confirm={words.remove}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
      />
    </li>
  );
}

function Rings({ userId }: { readonly userId: string }) {
  return useText().telephony.extensions.rings(useName(userId));
}
