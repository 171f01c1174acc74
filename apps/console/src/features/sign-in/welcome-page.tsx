import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { Session } from '@sky-genesis/protocol';
import { useServices } from '../../app/services.tsx';
import { useLoaded } from '../../app/use-loaded.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './gate.module.css';
import { Gate } from './gate.tsx';
import { WelcomeForm } from './welcome-form.tsx';

/** The first page of who came by a one-time link, signed in already: name, and a way back in. */
export function WelcomePage({ session }: { readonly session: Session }) {
  const text = useText();
  const { user } = session;
  const { people } = useServices();
  const { value: first } = useLoaded(people.isAlone);
  const title = first ? text.welcome.firstTitle : text.welcome.title(user.display_name);
  useDocumentTitle(`${title} · ${text.common.product}`);
  return (
    <Gate>
      <Title className={classes.title}>{title}</Title>
      <p className={classes.lead}>{first ? text.welcome.firstLead : text.welcome.lead}</p>
      <WelcomeForm user={user} />
    </Gate>
  );
}
