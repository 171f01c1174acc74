import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './page.module.css';

/**
 * A page of the shell. Its heading takes the focus when one comes from another page, so that keyboard
 * and screen reader start where the eye does.
 */
export function Page(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(`${props.title} · ${text.common.product}`);
  useEffect(() => {
    const focused = document.activeElement;
    if (focused?.closest('nav')) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.page} data-wide={props.wide}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Title ref={heading} tabIndex={-1} className={classes.title}>
            {props.title}
          </Title>
          {props.lead && <p className={classes.lead}>{props.lead}</p>}
        </div>
        {props.actions}
      </div>
      {props.children}
    </div>
  );
}
