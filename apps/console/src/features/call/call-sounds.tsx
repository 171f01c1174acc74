import type { CallSession } from '@sky-genesis/client';
import { useWorkplace } from '../../app/workplace.tsx';
import { useTone } from '../../device/sound-context.tsx';
import { busyTone, knock, ringback, ringtone, type Tone } from '../../device/tones.ts';
import { usePreferences } from '../../preferences/preferences-context.tsx';
import { usePresence } from '../../presence/use-presence.ts';

/** Ringtone, ringback and busy tone. Silent for incoming calls of who does not want to be disturbed. */
export function CallSounds(props: {
  readonly stage: CallSession | null;
  readonly placing: boolean;
  readonly incoming: CallSession | null;
  /** One is in a meeting: a call knocks there too. */
  readonly meeting: boolean;
}) {
  const { me } = useWorkplace();
  const quiet = usePresence(me.id)?.status === 'do_not_disturb';
  const rings = usePreferences().values.ringtone ?? true;
  const { stage, incoming, meeting } = props;
  const talking = meeting || (stage !== null && stage.phase !== 'ended');
  useTone(incoming && rings && !quiet ? (talking ? knock : ringtone) : null);
  useTone(progressTone(stage));
  return null;
}

function progressTone(stage: CallSession | null): Tone | null {
  if (stage?.direction !== 'outgoing') return null;
  if (stage.phase === 'ringing') return ringback;
  const refused = ['busy', 'declined', 'unreachable', 'failed'].includes(stage.endReason ?? '');
  return stage.phase === 'ended' && refused ? busyTone : null;
}
