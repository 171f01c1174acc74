import type { PresenceState } from '@sky-genesis/protocol';
import classes from './face.module.css';
import { initials, tintOf } from './initials.ts';

/** A person's round sign, with their presence where it is known. The name stands beside it, so it is decoration. */
export function Face(props: {
  readonly id: string;
  readonly name: string;
  /** `tile`: by the size of the container. */
  readonly size?: 'sm' | 'md' | 'xl' | 'tile';
  readonly presence?: PresenceState | undefined;
}) {
  const { id, name, size = 'md', presence } = props;
  return (
    <span className={classes.face} data-size={size} data-tint={tintOf(id, 6)} aria-hidden="true">
      {initials(name)}
      {presence && <span className={classes.presence} data-presence={presence} />}
    </span>
  );
}
