import type { ReactNode } from 'react';
import classes from './settings.module.css';

export function SettingsCard(props: {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.card} aria-label={props.title}>
      <h2 className={classes.title}>{props.title}</h2>
      {props.lead && <p className={classes.lead}>{props.lead}</p>}
      <div className={classes.body}>{props.children}</div>
    </section>
  );
}
