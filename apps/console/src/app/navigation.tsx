import {
  IconAddressBook,
  IconDeviceLandlinePhone,
  IconPhone,
  IconSettings,
  IconUsersGroup,
  IconVideo,
} from '@tabler/icons-react';
import { Link, useRoute } from 'wouter';
import { useText } from '../i18n/language.tsx';
import classes from './navigation.module.css';
import { useWorkplace } from './workplace.tsx';

export function Navigation() {
  const text = useText();
  const { me } = useWorkplace();
  return (
    <nav aria-label={text.nav.main} className={classes.nav}>
      <Entry to="/" label={text.nav.contacts} Icon={IconAddressBook} />
      <Entry to="/calls" label={text.nav.calls} Icon={IconPhone} />
      <Entry to="/rooms" label={text.nav.rooms} Icon={IconVideo} />
      {me.role === 'admin' && (
        <>
          <Entry to="/people" label={text.nav.people} Icon={IconUsersGroup} />
          <Entry to="/telephony" label={text.nav.telephony} Icon={IconDeviceLandlinePhone} />
        </>
      )}
      <Entry to="/settings" label={text.nav.settings} Icon={IconSettings} />
    </nav>
  );
}

function Entry(props: {
  readonly to: string;
  readonly label: string;
  readonly Icon: typeof IconPhone;
}) {
  const [here] = useRoute(props.to);
  return (
    <Link href={props.to} className={classes.entry} aria-current={here ? 'page' : undefined}>
      <props.Icon size={21} stroke={1.7} aria-hidden="true" />
      <span>{props.label}</span>
    </Link>
  );
}
