import { Button } from '@mantine/core';
import type { Passkey } from '@sky-genesis/protocol';
import { IconFingerprint } from '@tabler/icons-react';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useLoaded } from '../../app/use-loaded.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { passkeysPossible } from '../../rest/passkey-ceremony.ts';
import { PasskeyRefusal } from '../sign-in/passkey-refusal.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

export function PasskeysCard() {
  const { text } = useSpeech();
  const { passkeys } = useServices();
  const { value, error, reload } = useLoaded(passkeys.list);
  const add = useAction(async () => {
    await passkeys.add();
    reload();
  });
  return (
    <SettingsCard title={text.settings.passkeys} lead={text.settings.passkeysLead}>
      <RefusalAlert error={error} />
      {value?.length === 0 && <p className={classes.empty}>{text.settings.passkeysNone}</p>}
      {value && value.length > 0 && (
        <ul className={classes.items}>
          {value.map((passkey, index) => (
            <PasskeyItem key={passkey.id} passkey={passkey} number={index + 1} onGone={reload} />
          ))}
        </ul>
      )}
      <PasskeyRefusal error={add.error} brokenOff={text.settings.passkeyFailed} />
      {passkeysPossible() ? (
        <div>
          <Button
            variant="light"
            loading={add.busy}
            leftSection={<IconFingerprint size={18} aria-hidden="true" />}
            onClick={() => add.run()}
          >
            {text.settings.passkeyAdd}
          </Button>
        </div>
      ) : (
        <p className={classes.empty}>{text.settings.passkeyUnavailable}</p>
      )}
    </SettingsCard>
  );
}

function PasskeyItem(props: {
  readonly passkey: Passkey;
  readonly number: number;
  readonly onGone: () => void;
}) {
  const { text, formats } = useSpeech();
  const { passkeys } = useServices();
  const { passkey, number, onGone } = props;
  const name = text.settings.passkeyName(number);
  const { busy, error, run } = useAction(async () => {
    await passkeys.remove(passkey.id);
    onGone();
  });
  return (
    <li className={classes.item}>
      <IconFingerprint size={22} stroke={1.6} aria-hidden="true" />
      <span className={classes.itemWords}>
        {name}
        <span className={classes.itemNote}>
          {text.settings.passkeyAddedOn(formats.date(new Date(passkey.created_at)))}
        </span>
        <RefusalAlert error={error} />
      </span>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={busy}
        aria-label={text.settings.passkeyRemoveOf(name)}
        onClick={() => run()}
      >
        {text.settings.passkeyRemove}
      </Button>
    </li>
  );
}
