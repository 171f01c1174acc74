import classes from './chip.module.css';

/** In what state a row is. */
export function Chip(props: {
  readonly tone: 'good' | 'attention' | 'quiet';
  readonly children: string;
}) {
  return (
    <span className={classes.chip} data-tone={props.tone}>
      {props.children}
    </span>
  );
}
