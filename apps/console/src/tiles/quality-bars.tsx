import classes from './quality-bars.module.css';

const lit = { good: 3, fair: 2, poor: 1, unknown: 0 } as const;

/** Three bars, as on a telephone. */
export function QualityBars(props: {
  readonly level: keyof typeof lit;
  /** What it says in words. */
  readonly label: string;
}) {
  const { level, label } = props;
  return (
    <span className={classes.bars} data-level={level} role="img" aria-label={label} title={label}>
      {[1, 2, 3].map((bar) => (
        <span key={bar} className={classes.bar} data-lit={bar <= lit[level]} />
      ))}
    </span>
  );
}
