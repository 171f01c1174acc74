import type { CallSession } from '@sky-genesis/client';
import {
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
import { useNarrow } from '../../app/use-narrow.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './call-controls.module.css';
import { type CallDialog, CallDialogs } from './call-dialogs.tsx';
import { ControlButton } from './control-button.tsx';
import { SecondRank } from './second-rank.tsx';
import { type CallActions, useCallActions } from './use-call-actions.ts';
import { useCallShortcuts } from './use-call-shortcuts.ts';
import { useDesk } from './use-desk.ts';

/** Whether this browser can share a screen at all: phones mostly cannot. */
export const canShare = (): boolean => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

export function CallControls({ call }: { readonly call: CallSession }) {
  const text = useText().call;
  const actions = useCallActions(call);
  const narrow = useNarrow();
  const [opened, setOpened] = useState<CallDialog | null>(null);
  const { transfers } = useDesk();
  // One is rung in one's place at a time.
  const canTransfer = actions.canHold && !transfers.has(call.id);
  useCallShortcuts(actions, {
    add: () => setOpened('add'),
    transfer: () => canTransfer && setOpened('transfer'),
    keypad: () => setOpened('keypad'),
  });
  return (
    <div className={classes.bar} role="toolbar" aria-label={text.controls}>
      <OwnDevices call={call} actions={actions} />
      {call.phase === 'connected' && (
        <ControlButton
          Icon={IconUserPlus}
          label={text.add}
          caption={text.short.add}
          shortcut="A"
          onClick={() => setOpened('add')}
        />
      )}
      {actions.canHold && <HoldButton call={call} onClick={actions.toggleHold} />}
      <SecondRank
        narrow={narrow}
        canTransfer={canTransfer}
        canDial={actions.canHold}
        onOpen={setOpened}
      />
      <ControlButton
        Icon={IconPhoneOff}
        label={text.hangUp}
        caption={text.hangUp}
        shortcut="Shift+E"
        kind="end"
        onClick={actions.hangUp}
      />
      <CallDialogs call={call} opened={opened} onClose={() => setOpened(null)} />
    </div>
  );
}

function OwnDevices(props: { readonly call: CallSession; readonly actions: CallActions }) {
  const text = useText().call;
  const { call, actions } = props;
  return (
    <>
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
    </>
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
