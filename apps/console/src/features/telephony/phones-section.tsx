import type { Device } from '@sky-genesis/protocol';
import { useState } from 'react';
import { OnceShown } from '../../app/once-shown.tsx';
import { useServices } from '../../app/services.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useRefreshed } from '../../app/use-refreshed.ts';
import { useText } from '../../i18n/language.tsx';
import { telephonyPageSize } from '../../rest/telephony-api.ts';
import { ListSection } from './list-section.tsx';
import { accountOf } from './phone-account.ts';
import { PhoneDialog } from './phone-dialog.tsx';
import { PhoneRow } from './phone-row.tsx';

export function PhonesSection() {
  const text = useText().telephony.phones;
  const { devices } = useServices().telephony;
  const [adding, setAdding] = useState(false);
  const [told, setTold] = useState<Device | null>(null);
  const pages = usePages(devices.list);
  // Phones sign in and out by themselves.
  useRefreshed(pages, telephonyPageSize);
  const tell = (device: Device): void => {
    setAdding(false);
    setTold(device);
    pages.reload();
  };
  return (
    <>
      <ListSection
        title={text.title}
        add={text.add}
        empty={text.empty}
        pages={pages}
        onAdd={() => setAdding(true)}
        row={(device) => (
          <PhoneRow key={device.id} device={device} onRenewed={tell} onChanged={pages.reload} />
        )}
      />
      <PhoneDialog opened={adding} onClose={() => setAdding(false)} onDone={tell} />
      <OnceShown
        opened={told !== null}
        onClose={() => setTold(null)}
        title={text.passwordTitle(told?.device_name ?? '')}
        lead={text.passwordLead}
        beside={told === null ? [] : accountOf(told, text)}
        secret={{ label: text.password, value: told?.password ?? '' }}
        copy={text.copyPassword}
      />
    </>
  );
}
