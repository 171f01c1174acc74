import type { CallSession } from '@sky-genesis/client';
import { useText } from '../../i18n/language.tsx';
import { CallControls } from './call-controls.tsx';
import { EndedView } from './ended-view.tsx';
import { OtherCalls } from './other-calls.tsx';
import { isPictured } from './pictured.ts';
import { ProblemNotes } from './problem-notes.tsx';
import { RemoteView } from './remote-view.tsx';
import { SelfView } from './self-view.tsx';
import classes from './stage.module.css';
import { StageHead } from './stage-head.tsx';
import { TransferNote } from './transfer-note.tsx';
import { useCall } from './use-call.ts';
import { usePreferredDevices } from './use-preferred-devices.ts';
import { useTakeFocus } from './use-take-focus.ts';

/** The call one is in, over the whole window. */
export function Stage(props: {
  readonly call: CallSession;
  readonly aside: readonly CallSession[];
}) {
  const { call, aside } = props;
  const text = useText();
  useCall(call);
  usePreferredDevices(call);
  const section = useTakeFocus<HTMLElement>();
  const ended = call.phase === 'ended';
  return (
    <section ref={section} tabIndex={-1} className={classes.stage} aria-label={text.call.region}>
      <StageHead call={call} pictured={isPictured(call)} />
      <div className={classes.scene}>
        <div className={classes.notes} data-over={isPictured(call)}>
          <OtherCalls calls={aside} current={call} />
          {!ended && <TransferNote call={call} />}
          {!ended && <ProblemNotes call={call} />}
        </div>
        {ended ? <EndedView call={call} /> : <RemoteView call={call} />}
        {!ended && <SelfView call={call} />}
      </div>
      {!ended && <CallControls call={call} />}
    </section>
  );
}
