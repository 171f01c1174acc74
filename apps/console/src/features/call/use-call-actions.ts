import type { CallSession } from '@sky-genesis/client';
import { useMemo } from 'react';
import { notifyRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';

export interface CallActions {
  readonly canHold: boolean;
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleShare: () => void;
  readonly toggleHold: () => void;
  readonly hangUp: () => void;
}

/** What one can do in a call, with refusals told. */
export function useCallActions(call: CallSession): CallActions {
  const text = useText();
  const canHold = ['connected', 'reconnecting', 'on_hold'].includes(call.phase);
  return useMemo<CallActions>(() => {
    const attempt = (action: Promise<void>): void => {
      action.catch((error: unknown) => notifyRefusal(error, text));
    };
    return {
      canHold,
      toggleMicrophone: () => attempt(call.setMicrophoneMuted(!call.microphoneMuted)),
      toggleCamera: () => attempt(call.setCameraOff(!call.cameraOff)),
      toggleShare: () => attempt(call.setScreenShare(!call.sharingScreen)),
      toggleHold: () => {
        if (canHold) attempt(call.heldByMe ? call.resume() : call.hold());
      },
      hangUp: () => attempt(call.hangUp()),
    };
  }, [call, canHold, text]);
}
