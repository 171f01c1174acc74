import { NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import { SrtpSelect } from './srtp-select.tsx';
import classes from './telephony.module.css';
import type { TrunkDraft } from './trunk-draft.ts';

interface Props {
  readonly draft: TrunkDraft;
  readonly error: unknown;
  /** One is kept already. */
  readonly hasPassword: boolean;
  readonly onChange: (part: Partial<TrunkDraft>) => void;
}

const auths = ['ip', 'digest', 'register'] as const;
const transports = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const;

export function TrunkFields(props: Props) {
  const text = useText().telephony.trunks;
  const { draft, error, onChange } = props;
  return (
    <>
      <TextInput
        label={text.name}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldRefusal(error, 'name')}
        autoComplete="off"
        maxLength={100}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={text.uri}
        description={text.uriHint}
        placeholder="sip:pbx.example.com"
        value={draft.uri}
        onChange={(event) => onChange({ uri: event.currentTarget.value })}
        error={fieldRefusal(error, 'uri')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <LineFields {...props} />
      <KnownBy {...props} />
    </>
  );
}

/** How it is spoken to. */
function LineFields({ draft, error, onChange }: Props) {
  const text = useText().telephony.trunks;
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={text.transport}
          data={transports.map((value) => ({ value, label: value.toUpperCase() }))}
          value={draft.transport}
          onChange={(event) => {
            const transport = transports.find((each) => each === event.currentTarget.value);
            if (transport) onChange({ transport });
          }}
        />
        <SrtpSelect value={draft.srtp} onChange={(srtp) => onChange({ srtp })} />
      </div>
      <NumberInput
        label={text.channels}
        value={draft.channels}
        onChange={(value) => onChange({ channels: typeof value === 'number' ? value : 1 })}
        error={fieldRefusal(error, 'max_channels')}
        min={1}
        max={10_000}
        allowDecimal={false}
        hideControls
        inputMode="numeric"
      />
    </>
  );
}

/** How the other side is known, and what that way needs. */
function KnownBy(props: Props) {
  const text = useText().telephony.trunks;
  const { draft, error, onChange } = props;
  return (
    <>
      <NativeSelect
        label={text.auth}
        data={auths.map((value) => ({ value, label: text[value] }))}
        value={draft.auth}
        onChange={(event) => {
          const auth = auths.find((each) => each === event.currentTarget.value);
          if (auth) onChange({ auth });
        }}
      />
      {draft.auth === 'ip' ? (
        <TextInput
          label={text.sources}
          description={text.sourcesHint}
          value={draft.sources}
          onChange={(event) => onChange({ sources: event.currentTarget.value })}
          error={fieldRefusal(error, 'source_ips')}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
        />
      ) : (
        <SignInFields {...props} />
      )}
    </>
  );
}

function SignInFields({ draft, error, hasPassword, onChange }: Props) {
  const text = useText().telephony.trunks;
  return (
    <>
      <TextInput
        label={text.username}
        value={draft.username}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
        error={fieldRefusal(error, 'username')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={text.password}
        description={hasPassword ? text.passwordKept : undefined}
        value={draft.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        error={fieldRefusal(error, 'password')}
        autoComplete="new-password"
        required={!hasPassword}
        withAsterisk={false}
      />
    </>
  );
}
