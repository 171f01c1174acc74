import type { CallSession } from '@sky-genesis/client';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './notes.module.css';
import { useDesk } from './use-desk.ts';

/** Who is being rung in one's own place. */
export function TransferNote({ call }: { readonly call: CallSession }) {
  const to = useDesk().transfers.get(call.id);
  return <div role="status">{to !== undefined && <Ringing to={to} />}</div>;
}

function Ringing({ to }: { readonly to: string }) {
  const text = useText().call.transfer;
  return (
    <p className={classes.transfer}>
      <IconPhoneOutgoing size={18} aria-hidden="true" />
      {text.ringing(useName(to))}
    </p>
  );
}
