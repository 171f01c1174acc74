import type { CallSession } from '@sky-genesis/client';
import {
  IconAdjustmentsHorizontal,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconScreenShare,
  IconScreenShareOff,
  IconUserPlus,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../../i18n/language.tsx';
import { AddPeopleDialog } from './add-people-dialog.tsx';
import classes from './call-controls.module.css';
import { ControlButton } from './control-button.tsx';
import { DevicesDialog } from './devices-dialog.tsx';
import { useCallActions } from './use-call-actions.ts';
import { useCallShortcuts } from './use-call-shortcuts.ts';

/** Whether this browser can share a screen at all: phones mostly cannot. */
export const canShare = (): boolean => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

export function CallControls({ call }: { readonly call: CallSession }) {
  const text = useText().call;
  const actions = useCallActions(call);
  const [choosing, setChoosing] = useState(false);
  const [adding, setAdding] = useState(false);
  useCallShortcuts(actions, () => setAdding(true));
  return (
    <div className={classes.bar} role="toolbar" aria-label={text.controls}>
      <ControlButton
        Icon={call.microphoneMuted ? IconMicrophoneOff : IconMicrophone}
        label={call.microphoneMuted ? text.unmute : text.mute}
        caption={call.microphoneMuted ? text.short.unmute : text.short.mute}
        shortcut="M"
        engaged={call.microphoneMuted}
        onClick={actions.toggleMicrophone}
      />
      <ControlButton
        Icon={call.cameraOff ? IconVideoOff : IconVideo}
        label={call.cameraOff ? text.cameraOn : text.cameraOff}
        caption={text.short.camera}
        shortcut="V"
        engaged={call.cameraOff}
        onClick={actions.toggleCamera}
      />
      {canShare() && <ShareButton call={call} onClick={actions.toggleShare} />}
      {call.phase === 'connected' && (
        <ControlButton
          Icon={IconUserPlus}
          label={text.add}
          caption={text.short.add}
          shortcut="A"
          onClick={() => setAdding(true)}
        />
      )}
      {actions.canHold && <HoldButton call={call} onClick={actions.toggleHold} />}
      <ControlButton
        Icon={IconAdjustmentsHorizontal}
        label={text.devices}
        caption={text.short.devices}
        onClick={() => setChoosing(true)}
      />
      <ControlButton
        Icon={IconPhoneOff}
        label={text.hangUp}
        caption={text.hangUp}
        shortcut="Shift+E"
        kind="end"
        onClick={actions.hangUp}
      />
      <AddPeopleDialog call={call} opened={adding} onClose={() => setAdding(false)} />
      <DevicesDialog session={call} opened={choosing} onClose={() => setChoosing(false)} />
    </div>
  );
}

interface ButtonProps {
  readonly call: CallSession;
  readonly onClick: () => void;
}

function ShareButton({ call, onClick }: ButtonProps) {
  const text = useText().call;
  return (
    <ControlButton
      Icon={call.sharingScreen ? IconScreenShareOff : IconScreenShare}
      label={call.sharingScreen ? text.stopShare : text.share}
      caption={text.short.share}
      shortcut="S"
      engaged={call.sharingScreen}
      onClick={onClick}
    />
  );
}

function HoldButton({ call, onClick }: ButtonProps) {
  const text = useText().call;
  return (
    <ControlButton
      Icon={call.heldByMe ? IconPlayerPlay : IconPlayerPause}
      label={call.heldByMe ? text.resume : text.hold}
      caption={call.heldByMe ? text.short.resume : text.short.hold}
      shortcut="H"
      engaged={call.heldByMe}
      onClick={onClick}
    />
  );
}
