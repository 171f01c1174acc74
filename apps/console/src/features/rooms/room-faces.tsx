import type { RoomParticipant } from '@sky-genesis/protocol';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './rooms-page.module.css';

const most = 5;

/** Who is in a room: a few faces; all the names for who asks for them. */
export function RoomFaces({ people }: { readonly people: readonly RoomParticipant[] }) {
  const text = useText().rooms;
  if (people.length === 0) return null;
  const names = people.slice(0, most).map(({ display_name }) => display_name);
  const more = people.length - names.length;
  const label = [...names, ...(more > 0 ? [text.entry.others(more)] : [])].join(', ');
  return (
    <span className={classes.faces} role="img" aria-label={label} title={label}>
      {people.slice(0, most).map(({ id, user_id, display_name }) => (
        <Face key={id} id={user_id ?? id} name={display_name} size="sm" />
      ))}
    </span>
  );
}
