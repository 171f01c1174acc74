import { useMeeting } from '../meeting/use-meeting.ts';
import { CallSounds } from './call-sounds.tsx';
import { IncomingBanner } from './incoming-banner.tsx';
import { IncomingDialog } from './incoming-dialog.tsx';
import { MinimisedCall } from './minimised-call.tsx';
import { PlacingStage } from './placing-stage.tsx';
import { RemoteSound } from './remote-sound.tsx';
import { Stage } from './stage.tsx';
import { useDesk } from './use-desk.ts';
import { useRingingSign } from './use-ringing-sign.ts';

/** Everything about calls that lies above the pages. */
export function CallLayer() {
  const { stage, placing, aside, incoming, minimised } = useDesk();
  const [next] = incoming;
  const current = stage?.phase === 'ended' ? null : stage;
  const { session } = useMeeting();
  const meeting = session !== null && session.phase !== 'ended' && session.phase !== 'knocking';
  useRingingSign(next ?? null);
  return (
    <>
      <CallSounds
        stage={stage}
        placing={placing !== null}
        incoming={next ?? null}
        meeting={meeting}
      />
      {stage && <RemoteSound call={stage} />}
      {placing && <PlacingStage participants={placing.participants} type={placing.type} />}
      {!placing && stage && minimised && <MinimisedCall call={stage} />}
      {!placing && stage && !minimised && <Stage key={stage.id} call={stage} aside={aside} />}
      {next && (current || meeting) && (
        <IncomingBanner key={next.id} call={next} current={current} />
      )}
      {next && !current && !meeting && <IncomingDialog key={next.id} call={next} />}
    </>
  );
}
