import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import type { User } from '@sky-genesis/protocol';
import { type SubmitEvent, useState } from 'react';
import { fieldRefusal, RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { passkeysPossible } from '../../rest/passkey-ceremony.ts';
import { AddFirstPasskey } from './add-first-passkey.tsx';
import classes from './gate.module.css';

/** Saves what was entered, then lets the person in. */
function useSettleIn(user: User) {
  const { auth, people, session } = useServices();
  return useAction(async (name: string, password: string) => {
    if (password !== '') await auth.changePassword({ password });
    if (name !== user.display_name) {
      session.update(await people.update(user.id, { display_name: name }));
    }
    session.proceed();
  });
}

export function WelcomeForm({ user }: { readonly user: User }) {
  const text = useText();
  const [name, setName] = useState(user.display_name);
  const [password, setPassword] = useState('');
  const [hasPasskey, setHasPasskey] = useState(false);
  const [incomplete, setIncomplete] = useState(false);
  const { busy, error, run } = useSettleIn(user);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const missing = password === '' && !hasPasskey;
    setIncomplete(missing);
    if (!missing) run(name.trim(), password);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.identity}>
        <span className={classes.identityLabel}>{text.welcome.signInAs}</span>
        <span className={classes.identityValue}>{user.id}</span>
      </div>
      <RefusalAlert error={error} />
      <input type="hidden" name="username" autoComplete="username" value={user.id} readOnly />
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
          <AddFirstPasskey added={hasPasskey} onAdded={() => setHasPasskey(true)} />
        </>
      )}
      <Button type="submit" size="md" mt="xs" loading={busy}>
        {text.welcome.submit}
      </Button>
    </form>
  );
}
