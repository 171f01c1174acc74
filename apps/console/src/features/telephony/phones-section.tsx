import type { Device } from '@sky-genesis/protocol';
import { useState } from 'react';
import { OnceShown, type ShownField } from '../../app/once-shown.tsx';
import { useServices } from '../../app/services.tsx';
import { usePages } from '../../app/use-pages.ts';
import { useRefreshed } from '../../app/use-refreshed.ts';
import { useText } from '../../i18n/language.tsx';
import { telephonyPageSize } from '../../rest/telephony-api.ts';
import { ListSection } from './list-section.tsx';
import { PhoneDialog } from './phone-dialog.tsx';
import { PhoneRow } from './phone-row.tsx';
import { addressesOf } from './server-addresses.ts';

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
        beside={told === null ? [] : besidePassword(told, text)}
        secret={{ label: text.password, value: told?.password ?? '' }}
        copy={text.copyPassword}
      />
    </>
  );
}

type Words = ReturnType<typeof useText>['telephony']['phones'];

/** What else a phone asks for, in the order in which it does. */
function besidePassword({ username, server }: Device, text: Words): readonly ShownField[] {
  const name = { label: text.username, value: username };
  if (server === undefined) return [name];
  const { plain, tls, websocket } = addressesOf(server);
  return [
    { label: text.server, value: plain },
    ...(tls === null ? [] : [{ label: text.serverTls, value: tls }]),
    { label: text.serverWebsocket, value: websocket },
    name,
  ];
}
