import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { DevicePicker } from '../../device/device-picker.tsx';
import { LevelBar } from '../../device/level-bar.tsx';
import { Picture } from '../../device/picture.tsx';
import { useTone } from '../../device/sound-context.tsx';
import { sample, type Tone } from '../../device/tones.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useDeviceTest } from './use-device-test.ts';

export function DevicesCard() {
  const text = useText();
  const test = useDeviceTest();
  const [tone, setTone] = useState<Tone | null>(null);
  useTone(tone);
  const failure = test.problem && text.call.problem[test.problem];
  return (
    <SettingsCard title={text.settings.devices} lead={text.settings.devicesLead}>
      <DevicePicker stream={test.stream} />
      {failure && (
        <Alert
          color="dawn"
          role="alert"
          icon={<IconAlertTriangle size={18} />}
          title={failure.title}
        >
          {failure.detail}
        </Alert>
      )}
      {test.stream && (
        <div>
          {test.stream.getVideoTracks().length > 0 && (
            <div className={classes.preview}>
              <Picture stream={test.stream} label={text.settings.preview} fit="cover" />
            </div>
          )}
          <LevelBar stream={test.stream} />
        </div>
      )}
      <div className={classes.buttons}>
        <Button variant="light" onClick={test.stream ? test.stop : test.start}>
          {test.stream ? text.settings.stopTest : text.settings.test}
        </Button>
        {/* Each press is another tone, so that it plays again. */}
        <Button variant="subtle" onClick={() => setTone({ ...sample })}>
          {text.settings.testSound}
        </Button>
      </div>
    </SettingsCard>
  );
}
