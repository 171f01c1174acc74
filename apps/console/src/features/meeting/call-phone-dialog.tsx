import { Button, Stack, TextInput } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import { IconPhone, IconPhoneIncoming } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { fieldRefusal, RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useLoaded } from '../../app/use-loaded.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './call-phone-dialog.module.css';

interface Props {
  readonly session: RoomSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Brings a phone into the meeting: any number for moderators, everybody's own. */
export function CallPhoneDialog(props: Props) {
  const text = useText().meeting.dial;
  const { session, opened, onClose } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={text.title}>
      <Stack gap="lg">
        {session.me.role === 'moderator' && <NumberForm session={session} onDone={onClose} />}
        <OwnPhones session={session} onDone={onClose} />
      </Stack>
    </Dialog>
  );
}

interface Part {
  readonly session: RoomSession;
  readonly onDone: () => void;
}

function NumberForm({ session, onDone }: Part) {
  const text = useText();
  const words = text.meeting.dial;
  const [to, setTo] = useState('');
  const [name, setName] = useState('');
  const { busy, error, run } = useAction(async () => {
    const displayName = name.trim();
    await session.dialOut(to.trim(), displayName === '' ? {} : { displayName });
    onDone();
  });
  return (
    <Form
      error={error}
      busy={busy}
      submit={words.call}
      icon={<IconPhone size={18} aria-hidden="true" />}
      onSubmit={run}
    >
      <TextInput
        label={words.to}
        description={words.toHint}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={fieldRefusal(error, 'to')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={`${words.name} (${text.common.optional})`}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldRefusal(error, 'display_name')}
        autoComplete="off"
        maxLength={100}
      />
    </Form>
  );
}

/** They ring together. */
function OwnPhones({ session, onDone }: Part) {
  const text = useText();
  const words = text.meeting.dial;
  const { me } = useWorkplace();
  const { devices } = useServices().telephony;
  const load = useCallback(() => devices.ofUser(me.id), [devices, me.id]);
  const { value: phones, error: unread } = useLoaded(load);
  const { busy, error, run } = useAction(async () => {
    await session.callMe();
    onDone();
  });
  const registered = phones?.filter((phone) => phone.registered) ?? [];
  return (
    <section aria-label={words.mine}>
      <h3 className={classes.title}>{words.mine}</h3>
      <RefusalAlert error={error ?? unread} />
      {phones && (
        <div className={classes.mine}>
          <span className={classes.names}>
            {registered.length === 0
              ? words.noneRegistered
              : registered.map(({ device_name }) => device_name).join(', ')}
          </span>
          <Button
            variant="light"
            loading={busy}
            disabled={registered.length === 0}
            leftSection={<IconPhoneIncoming size={18} aria-hidden="true" />}
            onClick={() => run()}
          >
            {words.callMe}
          </Button>
        </div>
      )}
    </section>
  );
}
