import type { ReactNode } from 'react';
import classes from './blank.module.css';

/** An empty list says what would be here and what to do. */
export function Blank(props: {
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
}) {
  return (
    <div className={classes.blank} role="status">
      <svg viewBox="0 0 120 64" className={classes.picture} aria-hidden="true">
        <path d="M44 52a16 16 0 0 1 32 0z" className={classes.sun} />
        <path d="M30 52a30 30 0 0 1 60 0" />
        <path d="M16 52a44 44 0 0 1 88 0" className={classes.far} />
        <path d="M4 52h112" />
      </svg>
      <p className={classes.title}>{props.title}</p>
      {props.hint && <p className={classes.hint}>{props.hint}</p>}
      {props.action}
    </div>
  );
}
