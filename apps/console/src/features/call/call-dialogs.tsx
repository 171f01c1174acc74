import type { CallSession } from '@sky-genesis/client';
import { AddPeopleDialog } from './add-people-dialog.tsx';
import { DevicesDialog } from './devices-dialog.tsx';
import { KeypadDialog } from './keypad-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

export type CallDialog = 'add' | 'transfer' | 'keypad' | 'devices';

/** What the controls of a call open, one at a time. */
export function CallDialogs(props: {
  readonly call: CallSession;
  readonly opened: CallDialog | null;
  readonly onClose: () => void;
}) {
  const { call, opened, onClose } = props;
  return (
    <>
      <AddPeopleDialog call={call} opened={opened === 'add'} onClose={onClose} />
      <TransferDialog call={call} opened={opened === 'transfer'} onClose={onClose} />
      <KeypadDialog call={call} opened={opened === 'keypad'} onClose={onClose} />
      <DevicesDialog session={call} opened={opened === 'devices'} onClose={onClose} />
    </>
  );
}
