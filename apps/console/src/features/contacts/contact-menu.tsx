import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { User } from '@sky-genesis/protocol';
import { IconBan, IconScreenShare } from '@tabler/icons-react';
import { notifyRefusal } from '../../app/refusal.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useServices } from '../../app/services.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';

export function ContactMenu({ user }: { readonly user: User }) {
  const text = useText();
  const { desk } = useWorkplace();
  const { blocks } = useServices();
  const name = user.display_name;
  const block = (): void => {
    blocks.add(user.id).then(
      () => notifications.show({ message: text.contacts.blocked(name) }),
      (error: unknown) => notifyRefusal(error, text),
    );
  };
  return (
    <RowMenu label={text.common.more(name)} size={40} width={220}>
      <Menu.Item
        leftSection={<IconScreenShare size={18} />}
        onClick={() => desk.place([user.id], 'screen')}
      >
        {text.contacts.screenShort}
      </Menu.Item>
      <Menu.Item leftSection={<IconBan size={18} />} onClick={block}>
        {text.contacts.block}
      </Menu.Item>
    </RowMenu>
  );
}
