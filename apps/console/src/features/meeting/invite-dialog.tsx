import { notifications } from '@mantine/notifications';
import type { RoomSession } from '@sky-genesis/client';
import { useWorkplace } from '../../app/workplace.tsx';
import { PeopleDialog } from '../../directory/people-dialog.tsx';
import { useText } from '../../i18n/language.tsx';

/** Asks people of the organisation into the room, by name. */
export function InviteDialog(props: {
  readonly session: RoomSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const text = useText().meeting.invite;
  const { client } = useWorkplace();
  const { session, opened, onClose } = props;
  const here = session.members.flatMap(({ info }) => info.user_id ?? []);
  return (
    <PeopleDialog
      opened={opened}
      title={text.title}
      lead={text.lead}
      action={text.add}
      without={here}
      onClose={onClose}
      onChoose={async (people) => {
        await client.rooms.invite(
          session.room.id,
          people.map(({ id }) => id),
        );
        const names = people.map(({ display_name }) => display_name).join(', ');
        notifications.show({ message: text.done(names), color: 'petrol' });
      }}
    />
  );
}
