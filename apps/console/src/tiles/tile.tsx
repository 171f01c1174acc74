import { ActionIcon } from '@mantine/core';
import {
  IconHandStop,
  IconMicrophoneOff,
  IconPhone,
  IconPin,
  IconPinnedOff,
  IconScreenShare,
  IconVideoOff,
} from '@tabler/icons-react';
import { memo } from 'react';
import { Face } from '../directory/face.tsx';
import { useText } from '../i18n/language.tsx';
import { LivePicture } from './live-picture.tsx';
import { QualityBars } from './quality-bars.tsx';
import classes from './tile.module.css';

/** Whether somebody’s device is on, off by themselves, or silenced by a moderator. */
export type DeviceState = 'on' | 'off' | 'blocked';

/** Plain values, so that a tile is drawn anew only when something on it has changed. */
export interface TileProps {
  readonly id: string;
  readonly kind: 'camera' | 'screen';
  readonly faceId: string;
  readonly name: string;
  readonly isMe: boolean;
  readonly track: MediaStreamTrack | null;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly hand: boolean;
  readonly speaking: boolean;
  readonly phone: boolean;
  readonly quality: 'good' | 'fair' | 'poor' | 'unknown';
  /** Has the focus of the stage, by hand or by itself. */
  readonly focused: boolean;
  /** Absent: there is nothing to choose. */
  readonly onPin?: ((id: string) => void) | undefined;
}

/** One person, or one screen, on the stage. */
export const Tile = memo(function Tile(props: TileProps) {
  const text = useText().meeting;
  const { id, kind, faceId, name, isMe, track, speaking } = props;
  const isScreen = kind === 'screen';
  const label = isScreen ? (isMe ? text.myScreen : text.screen(name)) : text.video(name);
  return (
    <div className={classes.tile} data-kind={kind} data-speaking={speaking && !isScreen}>
      {isScreen ? (
        <IconScreenShare className={classes.screenSign} aria-hidden="true" />
      ) : (
        <Face id={faceId} name={name} size="tile" />
      )}
      {track && (
        <LivePicture
          track={track}
          label={label}
          fit={isScreen ? 'contain' : 'cover'}
          mirrored={isMe && !isScreen}
        />
      )}
      <Plate {...props} />
      {props.onPin && (
        <PinButton
          id={id}
          name={isScreen ? label : name}
          pinned={props.focused}
          pin={props.onPin}
        />
      )}
      <span className={classes.ring} aria-hidden="true" />
    </div>
  );
});

/** Who it is and in which state. The states are words too, for who does not see the signs. */
function Plate(props: TileProps) {
  const { call, meeting } = useText();
  const { kind, name, isMe, microphone, camera, hand, phone, quality } = props;
  const title = isMe ? meeting.me(name) : name;
  if (kind === 'screen') {
    return (
      <p className={classes.plate}>
        <span className={classes.name}>{isMe ? meeting.myScreen : meeting.screen(name)}</span>
      </p>
    );
  }
  const weak = quality === 'poor' || quality === 'fair';
  return (
    <>
      {hand && (
        <span className={classes.hand} role="img" aria-label={meeting.handRaised}>
          <IconHandStop aria-hidden="true" />
        </span>
      )}
      <p className={classes.plate}>
        {phone && <Sign Icon={IconPhone} label={meeting.phone} />}
        {microphone !== 'on' && (
          <Sign
            Icon={IconMicrophoneOff}
            label={microphone === 'blocked' ? meeting.blocked : meeting.muted}
            blocked={microphone === 'blocked'}
          />
        )}
        {camera === 'blocked' && <Sign Icon={IconVideoOff} label={meeting.cameraBlocked} blocked />}
        <span className={classes.name}>{title}</span>
        {weak && <QualityBars level={quality} label={call.quality[quality]} />}
      </p>
    </>
  );
}

function Sign(props: {
  readonly Icon: typeof IconPhone;
  readonly label: string;
  readonly blocked?: boolean;
}) {
  return (
    <span
      className={classes.sign}
      role="img"
      aria-label={props.label}
      data-blocked={props.blocked ?? false}
    >
      <props.Icon aria-hidden="true" />
    </span>
  );
}

function PinButton(props: {
  readonly id: string;
  readonly name: string;
  readonly pinned: boolean;
  readonly pin: (id: string) => void;
}) {
  const text = useText().meeting;
  const Icon = props.pinned ? IconPinnedOff : IconPin;
  return (
    <ActionIcon
      size={32}
      radius={99}
      className={classes.pin}
      aria-label={props.pinned ? text.unpin(props.name) : text.pin(props.name)}
      onClick={() => props.pin(props.id)}
    >
      <Icon size={17} aria-hidden="true" />
    </ActionIcon>
  );
}
