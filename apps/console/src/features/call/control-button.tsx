import { Tooltip, UnstyledButton } from '@mantine/core';
import type { IconPhone } from '@tabler/icons-react';
import classes from './call-controls.module.css';

/** A round button with its word below. `engaged`: the unusual state (muted, held, sharing) is on. */
export function ControlButton(props: {
  readonly Icon: typeof IconPhone;
  readonly label: string;
  readonly caption: string;
  readonly shortcut?: string;
  readonly engaged?: boolean;
  readonly kind?: 'usual' | 'end';
  readonly onClick: () => void;
}) {
  const { Icon, label, caption, shortcut, engaged = false, kind = 'usual' } = props;
  const hint = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <Tooltip label={hint} openDelay={400} offset={10}>
      <UnstyledButton
        className={classes.button}
        data-engaged={engaged}
        data-kind={kind}
        aria-label={label}
        aria-keyshortcuts={shortcut}
        onClick={props.onClick}
      >
        <span className={classes.disc}>
          <Icon size={23} stroke={1.75} aria-hidden="true" />
        </span>
        <span className={classes.caption} aria-hidden="true">
          {caption}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
