import type { CallSession } from '@sky-genesis/client';
import { PeopleDialog } from '../../directory/people-dialog.tsx';
import { useText } from '../../i18n/language.tsx';
import { presentIn } from './present.ts';

/** Rings further people, who join the call as they answer. */
export function AddPeopleDialog(props: {
  readonly call: CallSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const text = useText().meeting.invite;
  const { call, opened, onClose } = props;
  return (
    <PeopleDialog
      opened={opened}
      title={text.addToCallTitle}
      lead={text.addToCallLead}
      action={text.addToCall}
      without={presentIn(call)}
      onClose={onClose}
      onChoose={(people) => call.invite(people.map(({ id }) => id))}
    />
  );
}
