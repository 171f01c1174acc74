import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import type { Invitee, PasskeyResponse } from '@sky-genesis/protocol';
import { type SubmitEvent, useState } from 'react';
import { fieldRefusal, RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { passkeysPossible } from '../../rest/passkey-ceremony.ts';
import { AddFirstPasskey } from './add-first-passkey.tsx';
import classes from './gate.module.css';

/** Takes the invitation with what was entered, all at once: half an account would be one nobody gets into. */
function useWelcome(token: string, invitee: Invitee) {
  const { session } = useServices();
  const [name, setName] = useState(invitee.display_name);
  const [password, setPassword] = useState('');
  const [passkey, setPasskey] = useState<PasskeyResponse | null>(null);
  const { busy, error, run } = useAction(async () => {
    // A passkey's challenge is good for one answer, whatever becomes of it.
    setPasskey(null);
    await session.accept({
      token,
      display_name: name.trim(),
      ...(password === '' ? {} : { password }),
      ...(passkey === null ? {} : { passkey }),
    });
  });
  return { name, setName, password, setPassword, passkey, setPasskey, busy, error, run };
}

export function WelcomeForm(props: { readonly token: string; readonly invitee: Invitee }) {
  const text = useText();
  const { token, invitee } = props;
  const { name, setName, password, setPassword, passkey, setPasskey, busy, error, run } =
    useWelcome(token, invitee);
  const [incomplete, setIncomplete] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const missing = password === '' && passkey === null;
    setIncomplete(missing);
    if (!missing) run();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.identity}>
        <span className={classes.identityLabel}>{text.welcome.signInAs}</span>
        <span className={classes.identityValue}>{invitee.user_id}</span>
      </div>
      <RefusalAlert error={error} />
      <input
        type="hidden"
        name="username"
        autoComplete="username"
        value={invitee.user_id}
        readOnly
      />
      <TextInput
        label={text.welcome.displayName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="name"
        size="md"
        maxLength={100}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={text.welcome.password}
        description={text.welcome.passwordHint}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={incomplete ? text.welcome.needOne : fieldRefusal(error, 'password')}
        autoComplete="new-password"
        size="md"
      />
      {passkeysPossible() && (
        <>
          <Text className={classes.or}>{text.signIn.or}</Text>
          <AddFirstPasskey token={token} added={passkey !== null} onAdded={setPasskey} />
        </>
      )}
      <Button type="submit" size="md" mt="xs" loading={busy}>
        {text.welcome.submit}
      </Button>
    </form>
  );
}
