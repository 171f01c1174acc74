import {
  Checkbox,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Switch,
  TextInput,
} from '@mantine/core';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import type { RoomDraft } from './room-draft.ts';
import classes from './room-fields.module.css';

interface Props {
  readonly draft: RoomDraft;
  readonly error: unknown;
  readonly hasPassword: boolean;
  readonly onChange: (part: Partial<RoomDraft>) => void;
}

const limits = [15, 30, 45, 60, 90, 120, 180, 240];

export function RoomFields(props: Props) {
  const text = useText().rooms.form;
  const { draft, error, onChange } = props;
  return (
    <>
      <TextInput
        label={text.name}
        placeholder={text.namePlaceholder}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldRefusal(error, 'name')}
        maxLength={200}
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
      />
      <div className={classes.pair}>
        <SeatsField {...props} />
        <LimitField {...props} />
      </div>
      <PasswordField {...props} />
      <Switch
        label={text.waitingRoom}
        description={text.waitingRoomHint}
        checked={draft.waitingRoom}
        onChange={(event) => onChange({ waitingRoom: event.currentTarget.checked })}
      />
      <Switch
        label={text.share}
        description={text.shareHint}
        checked={draft.everybodyShares}
        onChange={(event) => onChange({ everybodyShares: event.currentTarget.checked })}
      />
      <Switch
        label={text.unmute}
        description={text.unmuteHint}
        checked={draft.everybodyUnmutes}
        onChange={(event) => onChange({ everybodyUnmutes: event.currentTarget.checked })}
      />
      <Switch
        label={text.dialIn}
        description={text.dialInHint}
        checked={draft.dialIn}
        onChange={(event) => onChange({ dialIn: event.currentTarget.checked })}
      />
    </>
  );
}

function SeatsField({ draft, error, onChange }: Props) {
  const text = useText();
  return (
    <NumberInput
      label={
        draft.seats === ''
          ? `${text.rooms.form.seats} (${text.common.optional})`
          : text.rooms.form.seats
      }
      value={draft.seats}
      onChange={(value) => onChange({ seats: typeof value === 'number' ? value : '' })}
      error={fieldRefusal(error, 'max_participants')}
      min={1}
      max={1000}
      allowDecimal={false}
      hideControls
      inputMode="numeric"
    />
  );
}

function LimitField({ draft, onChange }: Props) {
  const text = useText().rooms.form;
  const { limitMinutes } = draft;
  const offered =
    limitMinutes === null || limits.includes(limitMinutes)
      ? limits
      : [...limits, limitMinutes].sort((a, b) => a - b);
  return (
    <NativeSelect
      label={text.limit}
      data={[
        { value: '', label: text.noLimit },
        ...offered.map((minutes) => ({ value: String(minutes), label: text.minutes(minutes) })),
      ]}
      value={limitMinutes === null ? '' : String(limitMinutes)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        onChange({ limitMinutes: value === '' ? null : Number(value) });
      }}
    />
  );
}

function PasswordField({ draft, error, hasPassword, onChange }: Props) {
  const text = useText();
  const words = text.rooms.form;
  return (
    <div>
      <PasswordInput
        label={`${hasPassword ? words.passwordNew : words.password} (${text.common.optional})`}
        description={hasPassword ? words.passwordKeepHint : words.passwordHint}
        value={draft.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        error={fieldRefusal(error, 'settings/password')}
        autoComplete="new-password"
        maxLength={128}
        disabled={draft.passwordOff}
      />
      {hasPassword && (
        <Checkbox
          mt="xs"
          label={words.passwordOff}
          checked={draft.passwordOff}
          onChange={(event) => onChange({ passwordOff: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
