import type { ReactNode } from 'react';
import classes from './rings.module.css';

/** The logo's light around a face: it breathes while a call rings. */
export function Rings({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.rings}>
      <span className={classes.ring} />
      <span className={classes.ring} />
      <span className={classes.ring} />
      {children}
    </div>
  );
}
