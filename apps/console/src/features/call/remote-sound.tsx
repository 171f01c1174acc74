import type { CallSession } from '@sky-genesis/client';
import { Sound } from '../../device/sound.tsx';
import { useCall } from './use-call.ts';

/** The others' sound. Apart from their pictures, so that it goes on while the stage is put away. */
export function RemoteSound({ call }: { readonly call: CallSession }) {
  useCall(call);
  return call.remotes.map(({ userId, stream }) => <Sound key={userId} stream={stream} />);
}
