import { useSetState } from '@mantine/hooks';
import type { Device } from '@sky-genesis/protocol';
import { Dialog } from '../../app/dialog.tsx';
import { Form } from '../../app/form.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useText } from '../../i18n/language.tsx';
import { changeOf, settingsOf } from './phone-draft.ts';
import { PhoneName, PhoneSound } from './phone-fields.tsx';

interface Props {
  readonly device: Device;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function PhoneSettingsDialog(props: Props) {
  const text = useText().telephony.phones;
  const { device, opened, onClose } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={text.editTitle(device.device_name)}>
      <SettingsForm {...props} />
    </Dialog>
  );
}

function SettingsForm({ device, onClose, onChanged }: Props) {
  const text = useText().common;
  const { devices } = useServices().telephony;
  const [draft, change] = useSetState(settingsOf(device));
  const { busy, error, run } = useAction(async () => {
    await devices.change(device.id, changeOf(draft));
    onChanged();
    onClose();
  });
  return (
    <Form error={error} busy={busy} submit={text.save} onSubmit={run}>
      <PhoneName draft={draft} error={error} onChange={change} />
      <PhoneSound draft={draft} error={error} onChange={change} />
    </Form>
  );
}
