import { Menu } from '@mantine/core';
import type { Device } from '@sky-genesis/protocol';
import { IconKey, IconSettings, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Chip } from '../../app/chip.tsx';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import list from '../../app/list.module.css';
import { notifyRefusal } from '../../app/refusal.tsx';
import { RowMenu } from '../../app/row-menu.tsx';
import { useServices } from '../../app/services.tsx';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { PhoneSettingsDialog } from './phone-settings-dialog.tsx';
import classes from './telephony.module.css';
import { useRemoval } from './use-removal.ts';

interface Props {
  readonly device: Device;
  readonly onRenewed: (device: Device) => void;
  readonly onChanged: () => void;
}

type Question = 'settings' | 'password' | 'removal';

export function PhoneRow(props: Props) {
  const text = useText();
  const words = text.telephony.phones;
  const { device } = props;
  const { device_name: name, username, kind, srtp, registered } = device;
  const person = useName(device.user_id);
  const facts = [words.ofPerson(person), words[kind], username];
  if (srtp !== 'off') facts.push(`SRTP (${srtp.toUpperCase()})`);
  const [asked, setAsked] = useState<Question | null>(null);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={list.name}>{name}</span>
        <span className={classes.note}>{facts.join(' · ')}</span>
      </div>
      <Chip tone={registered ? 'good' : 'quiet'}>
        {registered ? words.registered : words.unregistered}
      </Chip>
      <RowMenu label={text.common.more(name)} size={40} width={250}>
        <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => setAsked('settings')}>
          {words.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={18} />} onClick={() => setAsked('password')}>
          {words.renew}
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
      <Questions {...props} asked={asked} onClose={() => setAsked(null)} />
    </li>
  );
}

function Questions(
  props: Props & {
    readonly asked: Question | null;
    readonly onClose: () => void;
  },
) {
  const text = useText();
  const words = text.telephony.phones;
  const { devices } = useServices().telephony;
  const { device, asked, onClose, onRenewed, onChanged } = props;
  const { id, device_name: name } = device;
  const remove = useRemoval(name, () => devices.remove(id), onChanged);
  const renew = (): void => {
    devices.renewPassword(id).then(onRenewed, (error: unknown) => notifyRefusal(error, text));
  };
  return (
    <>
      <PhoneSettingsDialog
        device={device}
        opened={asked === 'settings'}
        onClose={onClose}
        onChanged={onChanged}
      />
      <ConfirmDialog
        opened={asked === 'password'}
        title={words.renewTitle(name)}
        lead={words.renewLead}
        confirm={words.renew}
        onClose={onClose}
        onConfirm={renew}
      />
      <ConfirmDialog
        opened={asked === 'removal'}
        title={words.removeTitle(name)}
        lead={words.removeLead}
        confirm={words.remove}
        onClose={onClose}
        onConfirm={remove}
      />
    </>
  );
}
