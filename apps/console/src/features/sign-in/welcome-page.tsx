import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { Invitee } from '@sky-genesis/protocol';
import { useText } from '../../i18n/language.tsx';
import classes from './gate.module.css';
import { Gate } from './gate.tsx';
import { WelcomeForm } from './welcome-form.tsx';

/** The first page of who came by a one-time link: a name, and a way in. The link is good until both are chosen. */
export function WelcomePage(props: { readonly token: string; readonly invitee: Invitee }) {
  const text = useText();
  const { alone, display_name: name } = props.invitee;
  const title = alone ? text.welcome.firstTitle : text.welcome.title(name);
  useDocumentTitle(`${title} · ${text.common.product}`);
  return (
    <Gate>
      <Title className={classes.title}>{title}</Title>
      <p className={classes.lead}>{alone ? text.welcome.firstLead : text.welcome.lead}</p>
      <WelcomeForm {...props} />
    </Gate>
  );
}
