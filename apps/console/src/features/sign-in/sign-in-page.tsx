import { Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconFingerprint } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { passkeysPossible } from '../../rest/passkey-ceremony.ts';
import classes from './gate.module.css';
import { Gate } from './gate.tsx';
import { PasskeyRefusal } from './passkey-refusal.tsx';

export function SignInPage({ signedOutByUser }: { readonly signedOutByUser: boolean }) {
  const text = useText();
  useDocumentTitle(`${text.signIn.title} · ${text.common.product}`);
  return (
    <Gate>
      <Title className={classes.title}>{text.signIn.title}</Title>
      <Text role="status" className={classes.lead}>
        {signedOutByUser ? text.signIn.signedOut : text.signIn.back}
      </Text>
      <div className={classes.form}>
        <PasswordForm />
        {passkeysPossible() && <PasskeySignIn />}
      </div>
      <p className={classes.foot}>{text.signIn.noAccount}</p>
    </Gate>
  );
}

function PasswordForm() {
  const text = useText();
  const { session } = useServices();
  const [userId, setUserId] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, run } = useAction(session.signIn);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run({ user_id: userId.trim(), password });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <RefusalAlert error={error} />
      <TextInput
        label={text.signIn.userId}
        value={userId}
        onChange={(event) => setUserId(event.currentTarget.value)}
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
        required
        withAsterisk={false}
        data-autofocus
      />
      <PasswordInput
        label={text.signIn.password}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
      />
      <Button type="submit" size="md" mt="xs" loading={busy}>
        {text.signIn.submit}
      </Button>
    </form>
  );
}

function PasskeySignIn() {
  const text = useText();
  const { session } = useServices();
  const { busy, error, run } = useAction(session.signInByPasskey);
  return (
    <>
      <div className={classes.or}>{text.signIn.or}</div>
      <Button
        variant="default"
        size="md"
        loading={busy}
        leftSection={<IconFingerprint size={20} stroke={1.6} />}
        onClick={() => run()}
      >
        {text.signIn.passkey}
      </Button>
      <PasskeyRefusal error={error} brokenOff={text.signIn.passkeyCancelled} />
    </>
  );
}
