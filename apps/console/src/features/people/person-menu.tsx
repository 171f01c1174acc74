import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { UpdateUser, User } from '@sky-genesis/protocol';
import { IconBan, IconCheck, IconLink, IconShield, IconUser } from '@tabler/icons-react';
import { notifyRefusal } from '../../app/refusal.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useServices } from '../../app/services.tsx';
import { useText } from '../../i18n/language.tsx';
import type { Invited } from './invitation-link.tsx';

interface Props {
  readonly user: User;
  readonly onChanged: () => void;
  readonly onInvited: (invited: Invited) => void;
}

/** The two-way switches of an account, and a new way in for who has lost theirs. */
function usePersonActions({ user, onChanged, onInvited }: Props) {
  const text = useText();
  const { people } = useServices();
  const name = user.display_name;
  const change = (body: UpdateUser, told: string): void => {
    people.update(user.id, body).then(
      () => {
        notifications.show({ message: told, color: 'petrol' });
        onChanged();
      },
      (error: unknown) => notifyRefusal(error, text),
    );
  };
  return {
    setRole: (role: User['role']) => change({ role }, text.people.roleNow(name, text.people[role])),
    setExternalCalls: (may: boolean) =>
      change(
        { external_calls: may },
        may ? text.people.outsideNow(name) : text.people.insideNow(name),
      ),
    setStatus: (status: 'active' | 'disabled') =>
      change(
        { status },
        status === 'active' ? text.people.enabledNow(name) : text.people.disabledNow(name),
      ),
    invite: () => {
      people.invite({ user_id: user.id }).then(
        ({ url }) => onInvited({ name, url: url ?? '' }),
        (error: unknown) => notifyRefusal(error, text),
      );
    },
  };
}

export function PersonMenu(props: Props) {
  const text = useText();
  const { user } = props;
  const { setRole, setExternalCalls, setStatus, invite } = usePersonActions(props);
  const isAdmin = user.role === 'admin';
  const disabled = user.status === 'disabled';
  return (
    <RowMenu label={text.common.more(user.display_name)} size={40} width={250}>
      {!disabled && (
        <Menu.Item leftSection={<IconLink size={18} />} onClick={invite}>
          {text.people.newLink}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={isAdmin ? <IconUser size={18} /> : <IconShield size={18} />}
        onClick={() => setRole(isAdmin ? 'user' : 'admin')}
      >
        {isAdmin ? text.people.makeUser : text.people.makeAdmin}
      </Menu.Item>
      {!isAdmin && (
        <Menu.CheckboxItem
          checked={user.external_calls}
          onChange={setExternalCalls}
          closeMenuOnClick
        >
          {text.people.mayCallOutside}
        </Menu.CheckboxItem>
      )}
      <Menu.Divider />
      <Menu.Item
        leftSection={disabled ? <IconCheck size={18} /> : <IconBan size={18} />}
        onClick={() => setStatus(disabled ? 'active' : 'disabled')}
      >
        {disabled ? text.people.enable : text.people.disable}
      </Menu.Item>
    </RowMenu>
  );
}
