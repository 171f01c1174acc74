import { useSetState } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Choice } from '../../app/choice.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import type { Invited } from './invitation-link.tsx';
import { emptyDraft, invitationOf, type PersonDraft, userOf } from './person-draft.ts';
import { PersonFields } from './person-fields.tsx';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: (invited: Invited | null) => void;
}

export function AddPerson(props: Props) {
  const text = useText();
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={text.people.add}>
      <AddPersonForm onDone={props.onDone} />
    </Dialog>
  );
}

function useAddPerson(draft: PersonDraft, onDone: Props['onDone']) {
  const text = useText();
  const { people } = useServices();
  return useAction(async () => {
    if (draft.way === 'link') {
      const { url } = await people.invite(invitationOf(draft));
      onDone({ name: draft.name || draft.id, url: url ?? '' });
    } else {
      const user = await people.create(userOf(draft));
      notifications.show({ message: text.people.created(user.display_name), color: 'petrol' });
      onDone(null);
    }
  });
}

function AddPersonForm({ onDone }: Pick<Props, 'onDone'>) {
  const text = useText().people;
  const [draft, change] = useSetState(emptyDraft);
  const { busy, error, run } = useAddPerson(draft, onDone);
  return (
    <Form
      error={error}
      busy={busy}
      submit={draft.way === 'link' ? text.invite : text.create}
      onSubmit={run}
    >
      <Choice
        label={text.how}
        data={[
          { value: 'link', label: text.byLink },
          { value: 'password', label: text.byPassword },
        ]}
        value={draft.way}
        onChange={(way) => change({ way })}
      />
      <PersonFields draft={draft} error={error} onChange={change} />
    </Form>
  );
}
