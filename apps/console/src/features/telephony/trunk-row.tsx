import { Button, Menu } from '@mantine/core';
import type { Trunk, TrunkTest } from '@sky-genesis/protocol';
import { IconPower, IconSettings, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Chip } from '../../app/chip.tsx';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import list from '../../app/list.module.css';
import { notifyRefusal } from '../../app/refusal.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useServices } from '../../app/services.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './telephony.module.css';
import { TrunkDialog } from './trunk-dialog.tsx';
import { trunkDraftOf } from './trunk-draft.ts';
import { useRemoval } from './use-removal.ts';

interface Props {
  readonly trunk: Trunk;
  readonly onChanged: () => void;
}

export function TrunkRow(props: Props) {
  const text = useText();
  const words = text.telephony.trunks;
  const { trunk } = props;
  const prefixes = trunk.routes.map(({ prefix }) => prefix || '…');
  const { found, busy, test } = useTrunkTest(trunk);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={list.name}>{trunk.name}</span>
        <span className={classes.note}>
          {`${trunk.uri} · ${prefixes.length === 0 ? words.dialsNothing : words.dials(prefixes.join(', '))}`}
        </span>
        <span role="status" className={classes.note} data-good={found?.reachable}>
          {found && verdict(found, words)}
        </span>
      </div>
      {!trunk.enabled && <Chip tone="quiet">{words.off}</Chip>}
      <Button
        variant="default"
        size="xs"
        loading={busy}
        aria-label={words.testOf(trunk.name)}
        onClick={test}
      >
        {words.test}
      </Button>
      <TrunkMenu {...props} />
    </li>
  );
}

/** Asks the other side whether it answers; the last answer stays in sight. */
function useTrunkTest({ id }: Trunk) {
  const text = useText();
  const { trunks } = useServices().telephony;
  const [found, setFound] = useState<TrunkTest | null>(null);
  const [busy, setBusy] = useState(false);
  const test = (): void => {
    setBusy(true);
    setFound(null);
    trunks
      .test(id)
      .then(setFound, (error: unknown) => notifyRefusal(error, text))
      .finally(() => setBusy(false));
  };
  return { found, busy, test };
}

type Words = ReturnType<typeof useText>['telephony']['trunks'];

function verdict(found: TrunkTest, words: Words): string {
  const { status_code: code, reason, round_trip_ms: ms, registered } = found;
  if (code === null) return words.silent(reason);
  const answer = words.answers(`${code} ${reason}`, String(Math.round(ms ?? 0)));
  if (registered === null) return answer;
  return `${answer}, ${registered ? words.registration : words.noRegistration}`;
}

function TrunkMenu({ trunk, onChanged }: Props) {
  const text = useText();
  const words = text.telephony.trunks;
  const { trunks } = useServices().telephony;
  const { id, name, enabled } = trunk;
  const [asked, setAsked] = useState<'settings' | 'removal' | null>(null);
  const close = (): void => setAsked(null);
  const remove = useRemoval(name, () => trunks.remove(id), onChanged);
  const toggle = (): void => {
    trunks
      .update(id, { enabled: !enabled })
      .then(onChanged, (error: unknown) => notifyRefusal(error, text));
  };
  return (
    <>
      <RowMenu label={text.common.more(name)} size={40} width={250}>
        <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => setAsked('settings')}>
          {words.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconPower size={18} />} onClick={toggle}>
          {enabled ? words.turnOff : words.turnOn}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          c="var(--sg-danger)"
          leftSection={<IconTrash size={18} />}
          onClick={() => setAsked('removal')}
        >
          {words.remove}
        </Menu.Item>
      </RowMenu>
      <TrunkDialog
        opened={asked === 'settings'}
        title={words.editTitle(name)}
        first={trunkDraftOf(trunk)}
        hasPassword={trunk.has_password}
        save={async (body) => {
          await trunks.update(id, body);
          onChanged();
        }}
        onClose={close}
      />
      <ConfirmDialog
        opened={asked === 'removal'}
        title={words.removeTitle(name)}
        lead={words.removeLead}
        confirm={words.remove}
        onClose={close}
        onConfirm={remove}
      />
    </>
  );
}
