import { ActionIcon } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import type { PresenceState, User } from '@sky-genesis/protocol';
import { IconPhone, IconVideo } from '@tabler/icons-react';
import list from '../../app/list.module.css';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import { usePresence } from '../../presence/use-presence.ts';
import classes from './contact-list.module.css';
import { ContactMenu } from './contact-menu.tsx';

export function ContactRow({ user }: { readonly user: User }) {
  const text = useText();
  const { ref, inViewport } = useInViewport<HTMLLIElement>();
  const presence = usePresence(user.id, inViewport);
  const status = presence?.status ?? 'offline';
  const line = user.status === 'invited' ? text.contacts.invited : text.presence[status];
  return (
    <li ref={ref} className={classes.row}>
      <Face id={user.id} name={user.display_name} presence={status} />
      <div className={classes.words}>
        <span className={list.name}>{user.display_name}</span>
        <span className={classes.status} data-presence={shade(status)}>
          {line}
          {presence?.statusMessage && (
            <span className={classes.note}> · {presence.statusMessage}</span>
          )}
        </span>
      </div>
      <CallButtons user={user} />
    </li>
  );
}

function CallButtons({ user }: { readonly user: User }) {
  const text = useText();
  const { desk } = useWorkplace();
  const name = user.display_name;
  return (
    <div className={classes.actions}>
      <ActionIcon
        variant="light"
        size={40}
        radius="xl"
        aria-label={text.contacts.audio(name)}
        onClick={() => desk.place([user.id], 'audio')}
      >
        <IconPhone size={19} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        variant="light"
        size={40}
        radius="xl"
        aria-label={text.contacts.video(name)}
        onClick={() => desk.place([user.id], 'video')}
      >
        <IconVideo size={20} stroke={1.8} />
      </ActionIcon>
      <ContactMenu user={user} />
    </div>
  );
}

const shade = (status: PresenceState): 'here' | 'away' =>
  status === 'online' || status === 'busy' || status === 'do_not_disturb' ? 'here' : 'away';
