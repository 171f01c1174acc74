import type { User } from '@sky-genesis/protocol';
import { Chip } from '../../app/chip.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import type { Invited } from './invitation-link.tsx';
import classes from './people.module.css';
import { PersonMenu } from './person-menu.tsx';

const tones = { active: 'good', invited: 'attention', disabled: 'quiet' } as const;

export function PersonRow(props: {
  readonly user: User;
  readonly onChanged: () => void;
  readonly onInvited: (invited: Invited) => void;
}) {
  const text = useText().people;
  const { me } = useWorkplace();
  const { user } = props;
  const isMe = user.id === me.id;
  return (
    <tr className={classes.row} data-status={user.status}>
      <th scope="row">
        <span className={classes.who}>
          <Face id={user.id} name={user.display_name} size="sm" />
          <span className={classes.words}>
            <span className={classes.name}>
              {user.display_name}
              {isMe && <span className={classes.you}> ({text.you})</span>}
            </span>
            <span className={classes.id}>{user.id}</span>
          </span>
        </span>
      </th>
      <td className={classes.email}>{user.email}</td>
      <td className={classes.role}>{text[user.role]}</td>
      <td>
        <Chip tone={tones[user.status]}>{text[user.status]}</Chip>
      </td>
      <td className={classes.menu}>{!isMe && <PersonMenu {...props} />}</td>
    </tr>
  );
}
