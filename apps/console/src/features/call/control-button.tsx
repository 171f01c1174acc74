import { Tooltip, UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import type { IconPhone } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import classes from './call-controls.module.css';

interface Props extends UnstyledButtonProps, Omit<ComponentPropsWithRef<'button'>, 'style'> {
  readonly Icon: typeof IconPhone;
  readonly label: string;
  readonly caption: string;
  readonly shortcut?: string;
  readonly engaged?: boolean;
  readonly kind?: 'usual' | 'end';
  /** A panel of this button is open; absent: it has none. */
  readonly expanded?: boolean;
  /** What waits behind the button; 0: nothing. The label says it too. */
  readonly badge?: number;
}

/** A round button with its word below. `engaged`: the unusual state (muted, held, sharing) is on. */
export function ControlButton(props: Props) {
  const {
    Icon,
    label,
    caption,
    shortcut,
    engaged = false,
    kind = 'usual',
    expanded,
    badge = 0,
    ...button
  } = props;
  const hint = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <Tooltip label={hint} openDelay={400} offset={10} zIndex={210}>
      <UnstyledButton
        {...button}
        className={classes.button}
        data-engaged={engaged}
        data-kind={kind}
        aria-label={label}
        aria-keyshortcuts={shortcut}
        {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      >
        <span className={classes.disc}>
          <Icon size={23} stroke={1.75} aria-hidden="true" />
          {badge > 0 && (
            <span className={classes.badge} aria-hidden="true">
              {badge > 99 ? '99+' : badge}
            </span>
          )}
        </span>
        <span className={classes.caption} aria-hidden="true">
          {caption}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
