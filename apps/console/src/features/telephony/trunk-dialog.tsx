import { Button, Stack } from '@mantine/core';
import type { CreateTrunk } from '@sky-genesis/protocol';
import { type SubmitEvent, useState } from 'react';
import { Dialog } from '../../app/dialog.tsx';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import type { TrunkDraft } from './trunk-draft.ts';
import { trunkOf } from './trunk-draft.ts';
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
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<TrunkDraft>): void =>
    setDraft((before) => ({ ...before, ...part }));
  const { busy, error, run } = useAction(async () => {
    await save(trunkOf(draft));
    onClose();
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <RefusalAlert error={error} />
        <TrunkFields draft={draft} error={error} hasPassword={hasPassword} onChange={change} />
        <TrunkRoutes
          routes={draft.routes}
          error={error}
          onChange={(routes) => change({ routes })}
        />
        <Button type="submit" loading={busy}>
          {text.save}
        </Button>
      </Stack>
    </form>
  );
}
