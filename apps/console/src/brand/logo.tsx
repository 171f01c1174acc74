import classes from './logo.module.css';

/** A sun on the horizon whose light goes out as sound does. */
export function LogoMark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className={classes.mark}>
      <rect width="32" height="32" rx="9" className={classes.sky} />
      <path d="M10.5 22.5a5.5 5.5 0 0 1 11 0z" className={classes.sun} />
      <path d="M6.2 22.5a9.8 9.8 0 0 1 19.6 0" className={classes.near} />
      <path d="M7.3 11.6a13.9 13.9 0 0 1 17.4 0" className={classes.far} />
    </svg>
  );
}

export function Logo() {
  return (
    <span className={classes.logo}>
      <LogoMark size={34} />
      <span className={classes.name}>Sky Genesis</span>
    </span>
  );
}
