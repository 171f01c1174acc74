import type { CallSession } from '@sky-genesis/client';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import { MinimisedBar } from './minimised-bar.tsx';
import { phaseText } from './phase-text.ts';
import { presentIn } from './present.ts';
import { useCall, useTalkTime } from './use-call.ts';
import { useCallActions } from './use-call-actions.ts';
import { useCallShortcuts } from './use-call-shortcuts.ts';

/** A call that goes on beside the pages. */
export function MinimisedCall({ call }: { readonly call: CallSession }) {
  const text = useText();
  const words = text.call;
  const { desk } = useWorkplace();
  useCall(call);
  const name = usePartyName(presentIn(call), call.info);
  const seconds = useTalkTime(call);
  const actions = useCallActions(call);
  useCallShortcuts(actions);
  const phase = phaseText(call, name, text);
  return (
    <MinimisedBar
      region={words.region}
      sign={<Face id={call.others[0] ?? ''} name={name} size="sm" />}
      name={name}
      state={seconds === null ? phase : `${phase} ${clock(seconds)}`}
      expand={{ label: words.expand, onClick: () => desk.minimise(false) }}
      silent={call.microphoneMuted}
      microphone={{
        label: call.microphoneMuted ? words.unmute : words.mute,
        onClick: actions.toggleMicrophone,
      }}
      end={{ label: words.hangUp, onClick: actions.hangUp }}
    />
  );
}
