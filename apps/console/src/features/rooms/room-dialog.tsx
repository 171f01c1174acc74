import { useSetState } from '@mantine/hooks';
import type { CreateRoom, Room, UpdateRoom } from '@sky-genesis/protocol';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { changeOf, creationOf, draftOf, emptyRoom, type RoomDraft } from './room-draft.ts';
import { RoomFields } from './room-fields.tsx';

interface Frame {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A new room. */
export function NewRoomDialog(
  props: Frame & { readonly create: (room: CreateRoom) => Promise<void> },
) {
  const text = useText().rooms.form;
  return (
    <Dialog {...props} title={text.create}>
      <RoomForm
        first={emptyRoom}
        submit={text.submitCreate}
        save={(draft) => props.create(creationOf(draft))}
        onDone={props.onClose}
      />
    </Dialog>
  );
}

/** The settings of a room there is. */
export function RoomDialog(
  props: Frame & {
    readonly room: Room;
    readonly save: (change: UpdateRoom) => Promise<unknown>;
  },
) {
  const text = useText().rooms.form;
  const { room, save } = props;
  return (
    <Dialog {...props} title={text.edit}>
      <RoomForm
        first={draftOf(room)}
        hasPassword={room.settings.has_password}
        submit={text.submitEdit}
        save={async (draft) => {
          const change = changeOf(room, draft);
          if (change) await save(change);
        }}
        onDone={props.onClose}
      />
    </Dialog>
  );
}

function RoomForm(props: {
  readonly first: RoomDraft;
  readonly hasPassword?: boolean;
  readonly submit: string;
  readonly save: (draft: RoomDraft) => Promise<void>;
  readonly onDone: () => void;
}) {
  const [draft, change] = useSetState(props.first);
  const { busy, error, run } = useAction(async () => {
    await props.save(draft);
    props.onDone();
  });
  return (
    <Form error={error} busy={busy} submit={props.submit} onSubmit={run}>
      <RoomFields
        draft={draft}
        error={error}
        hasPassword={props.hasPassword ?? false}
        onChange={change}
      />
    </Form>
  );
}
