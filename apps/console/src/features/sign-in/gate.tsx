import type { ReactNode } from 'react';
import { LogoMark } from '../../brand/logo.tsx';
import { Sky } from '../../brand/sky.tsx';
import { useText } from '../../i18n/language.tsx';
import { LanguageSwitch } from '../settings/language-switch.tsx';
import classes from './gate.module.css';

/** The frame of every page before one is inside. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const text = useText();
  return (
    <div className={classes.gate}>
      <div className={classes.picture}>
        <Sky />
        <p className={classes.claim}>{text.signIn.lead}</p>
      </div>
      <div className={classes.side}>
        <header className={classes.head}>
          <LogoMark size={36} />
          <span className={classes.name}>{text.common.product}</span>
          <LanguageSwitch />
        </header>
        <main className={classes.main}>{children}</main>
      </div>
    </div>
  );
}
