import { ActionIcon, Alert } from '@mantine/core';
import {
  IconAlertTriangle,
  IconMicrophone,
  IconMicrophoneOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { DevicePicker } from '../../device/device-picker.tsx';
import { LevelBar } from '../../device/level-bar.tsx';
import { Face } from '../../directory/face.tsx';
import { useText } from '../../i18n/language.tsx';
import { usePreferences } from '../../preferences/preferences-context.tsx';
import { LivePicture } from '../../tiles/live-picture.tsx';
import classes from './room-entry.module.css';
import { usePreview } from './use-preview.ts';

interface Props {
  /** False: the devices are needed elsewhere. */
  readonly open: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly onMicrophone: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
}

/** One's own picture and level, with their switches and the choice of devices. */
export function EntryDevices(props: Props) {
  const text = useText();
  const chosen = usePreferences().values;
  const sound = usePreview('audio', props.open && props.microphone, chosen.microphone);
  const picture = usePreview('video', props.open && props.camera, chosen.camera);
  const problems = [sound.problem, picture.problem].filter((problem) => problem !== null);
  return (
    <>
      <Preview {...props} track={picture.stream?.getVideoTracks()[0] ?? null} />
      <div className={classes.devices}>
        {problems.map((problem) => (
          <Alert
            key={problem}
            color="dawn"
            role="alert"
            icon={<IconAlertTriangle size={18} aria-hidden="true" />}
            title={text.call.problem[problem].title}
          >
            {text.call.problem[problem].detail}
          </Alert>
        ))}
        <div>
          <DevicePicker stream={sound.stream ?? picture.stream} />
          <LevelBar stream={sound.stream} />
        </div>
      </div>
    </>
  );
}

function Preview(props: Props & { readonly track: MediaStreamTrack | null }) {
  const text = useText();
  const { me } = useWorkplace();
  const { track, camera, microphone, onCamera, onMicrophone } = props;
  return (
    <div className={classes.preview}>
      <Face id={me.id} name={me.display_name} size="tile" />
      {track && <LivePicture track={track} label={text.rooms.entry.preview} fit="cover" mirrored />}
      {!camera && <p className={classes.off}>{text.rooms.entry.cameraOff}</p>}
      <div className={classes.switches}>
        <ActionIcon
          size={48}
          radius={99}
          className={classes.switch}
          data-off={!microphone}
          aria-label={text.rooms.entry.microphone}
          aria-pressed={microphone}
          onClick={() => onMicrophone(!microphone)}
        >
          {microphone ? <IconMicrophone size={22} /> : <IconMicrophoneOff size={22} />}
        </ActionIcon>
        <ActionIcon
          size={48}
          radius={99}
          className={classes.switch}
          data-off={!camera}
          aria-label={text.rooms.entry.camera}
          aria-pressed={camera}
          onClick={() => onCamera(!camera)}
        >
          {camera ? <IconVideo size={22} /> : <IconVideoOff size={22} />}
        </ActionIcon>
      </div>
    </div>
  );
}
