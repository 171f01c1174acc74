import {
  IconHandStop,
  IconLayoutGrid,
  IconMessage,
  IconMicrophone,
  IconMicrophoneOff,
  IconScreenShare,
  IconScreenShareOff,
  IconUser,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useText } from '../../i18n/language.tsx';
import classes from '../call/call-controls.module.css';
import { canShare } from '../call/call-controls.tsx';
import { ControlButton } from '../call/control-button.tsx';
import type { ControlProps } from './control-props.ts';
import { LeaveButton } from './leave-button.tsx';
import { MoreMenu } from './more-menu.tsx';

export function MeetingControls(props: ControlProps) {
  const text = useText().meeting;
  const { narrow } = props;
  return (
    <div className={classes.bar} role="toolbar" aria-label={text.controls} data-many="true">
      <OwnDevices {...props} />
      {!narrow && <OwnSigns {...props} />}
      <Panels {...props} />
      {!narrow && <LayoutButton {...props} />}
      <MoreMenu {...props} />
      <LeaveButton {...props} />
    </div>
  );
}

function OwnDevices({ session, actions }: ControlProps) {
  const text = useText().meeting;
  const silent = session.microphoneMuted || session.me.muted.audio;
  const dark = session.cameraOff || session.me.muted.video;
  return (
    <>
      <ControlButton
        Icon={silent ? IconMicrophoneOff : IconMicrophone}
        label={silent ? text.unmute : text.mute}
        caption={silent ? text.short.unmute : text.short.mute}
        shortcut="M"
        engaged={silent}
        onClick={actions.toggleMicrophone}
      />
      <ControlButton
        Icon={dark ? IconVideoOff : IconVideo}
        label={dark ? text.cameraOn : text.cameraOff}
        caption={text.short.camera}
        shortcut="V"
        engaged={dark}
        onClick={actions.toggleCamera}
      />
    </>
  );
}

function OwnSigns({ session, actions }: ControlProps) {
  const text = useText().meeting;
  const raised = session.me.hand_raised_at !== null;
  return (
    <>
      {canShare() && (
        <ControlButton
          Icon={session.sharingScreen ? IconScreenShareOff : IconScreenShare}
          label={session.sharingScreen ? text.stopShare : text.share}
          caption={text.short.share}
          shortcut="S"
          engaged={session.sharingScreen}
          onClick={actions.toggleShare}
        />
      )}
      <ControlButton
        Icon={IconHandStop}
        label={raised ? text.lowerHand : text.raiseHand}
        caption={text.short.hand}
        shortcut="H"
        engaged={raised}
        onClick={actions.toggleHand}
      />
    </>
  );
}

function Panels({ session, look, onLook, unread }: ControlProps) {
  const text = useText().meeting;
  const waiting = session.waiting.length;
  return (
    <>
      <ControlButton
        Icon={IconMessage}
        label={unread > 0 ? `${text.chat}, ${text.unread(unread)}` : text.chat}
        caption={text.chat}
        shortcut="C"
        engaged={look.panel === 'chat'}
        expanded={look.panel === 'chat'}
        badge={unread}
        onClick={() => onLook({ type: 'panel', panel: 'chat' })}
      />
      <ControlButton
        Icon={IconUsers}
        label={waiting > 0 ? `${text.people}, ${text.waitingCount(waiting)}` : text.people}
        caption={text.people}
        shortcut="P"
        engaged={look.panel === 'people'}
        expanded={look.panel === 'people'}
        badge={waiting}
        onClick={() => onLook({ type: 'panel', panel: 'people' })}
      />
    </>
  );
}

function LayoutButton({ look, onLook }: ControlProps) {
  const text = useText().meeting;
  return (
    <ControlButton
      Icon={look.layout === 'grid' ? IconUser : IconLayoutGrid}
      label={look.layout === 'grid' ? text.speaker : text.grid}
      caption={text.short.view}
      shortcut="L"
      onClick={() => onLook({ type: 'layout' })}
    />
  );
}
