import { useSetState } from '@mantine/hooks';
import type { CreateTrunk } from '@sky-genesis/protocol';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { type TrunkDraft, trunkOf } from './trunk-draft.ts';
import { TrunkFields } from './trunk-fields.tsx';
import { TrunkRoutes } from './trunk-routes.tsx';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly first: TrunkDraft;
  readonly hasPassword: boolean;
  readonly save: (body: CreateTrunk) => Promise<void>;
  readonly onClose: () => void;
}

export function TrunkDialog(props: Props) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={props.title}>
      <TrunkForm {...props} />
    </Dialog>
  );
}

function TrunkForm({ first, hasPassword, save, onClose }: Props) {
  const text = useText().common;
  const [draft, change] = useSetState(first);
  const { busy, error, run } = useAction(async () => {
    await save(trunkOf(draft));
    onClose();
  });
  return (
    <Form error={error} busy={busy} submit={text.save} onSubmit={run}>
      <TrunkFields draft={draft} error={error} hasPassword={hasPassword} onChange={change} />
      <TrunkRoutes routes={draft.routes} error={error} onChange={(routes) => change({ routes })} />
    </Form>
  );
}
