import { Menu, UnstyledButton } from '@mantine/core';
import type { PresenceState } from '@sky-genesis/protocol';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { notifyRefusal } from '../app/refusal.tsx';
import { useWorkplace } from '../app/workplace.tsx';
import { Face } from '../directory/face.tsx';
import { useText } from '../i18n/language.tsx';
import classes from './presence-menu.module.css';
import { StatusMessageForm } from './status-message-form.tsx';
import { usePresence } from './use-presence.ts';

const choices: readonly PresenceState[] = ['online', 'away', 'busy', 'do_not_disturb', 'offline'];

/** The user's own presence, and the menu to change it. */
export function PresenceMenu({ compact = false }: { readonly compact?: boolean }) {
  const text = useText();
  const { client, me } = useWorkplace();
  const presence = usePresence(me.id);
  const status = presence?.status ?? 'offline';
  const message = presence?.statusMessage ?? null;
  const set = (next: PresenceState, nextMessage: string | null): void => {
    client.presence.set(next, nextMessage).catch((error) => notifyRefusal(error, text));
  };
  return (
    <Menu position="top-start" width={264} shadow="md" closeOnItemClick trapFocus>
      <Menu.Target>
        <UnstyledButton
          className={classes.target}
          data-compact={compact}
          aria-label={text.presence.mine(text.presence[status])}
        >
          <Face id={me.id} name={me.display_name} size="sm" presence={status} />
          {!compact && <Summary name={me.display_name} line={message ?? text.presence[status]} />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.presence.set}</Menu.Label>
        {choices.map((choice) => (
          <Menu.Item
            key={choice}
            leftSection={<span className={classes.dot} data-presence={choice} />}
            rightSection={choice === status ? <IconCheck size={16} /> : null}
            onClick={() => set(choice, message)}
          >
            {choice === 'offline' ? text.presence.invisible : text.presence[choice]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <StatusMessageForm
          key={message}
          message={message}
          onSave={(next) => set(status === 'offline' ? 'online' : status, next)}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

function Summary(props: { readonly name: string; readonly line: string }) {
  return (
    <>
      <span className={classes.words}>
        <span className={classes.name}>{props.name}</span>
        <span className={classes.line}>{props.line}</span>
      </span>
      <IconChevronDown size={16} className={classes.chevron} />
    </>
  );
}
