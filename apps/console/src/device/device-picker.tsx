import { NativeSelect, Stack, Text } from '@mantine/core';
import { useText } from '../i18n/language.tsx';
import type { Preferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/preferences-context.tsx';
import { useDevices } from './use-devices.ts';

type Choice = 'microphone' | 'camera' | 'speaker';

/** Microphone, camera and speaker of this browser, remembered for the next calls. */
export function DevicePicker(props: {
  readonly stream?: MediaStream | null;
  readonly onMicrophone?: (deviceId: string) => void;
  readonly onCamera?: (deviceId: string) => void;
}) {
  const text = useText();
  const devices = useDevices(props.stream ?? null);
  const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
  return (
    <Stack gap="md">
      <DeviceSelect
        choice="microphone"
        label={text.settings.microphone}
        devices={devices.audioinput}
        onChoose={props.onMicrophone}
      />
      <DeviceSelect
        choice="camera"
        label={text.settings.camera}
        devices={devices.videoinput}
        onChoose={props.onCamera}
      />
      {canChooseSpeaker ? (
        <DeviceSelect
          choice="speaker"
          label={text.settings.speaker}
          devices={devices.audiooutput}
          onChoose={undefined}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {text.settings.speakerFixed}
        </Text>
      )}
    </Stack>
  );
}

function DeviceSelect(props: {
  readonly choice: Choice;
  readonly label: string;
  readonly devices: readonly MediaDeviceInfo[];
  readonly onChoose: ((deviceId: string) => void) | undefined;
}) {
  const text = useText();
  const preferences = usePreferences();
  const { choice, label, devices, onChoose } = props;
  const chosen = preferences.values[choice] ?? '';
  const data = [
    { value: '', label: text.settings.systemDefault },
    ...devices.map((device, index) => ({
      value: device.deviceId,
      label: device.label === '' ? text.settings.unnamed(index + 1) : device.label,
    })),
  ];
  const choose = (deviceId: string): void => {
    if (deviceId === '') preferences.forget(choice);
    else preferences.write(only(choice, deviceId));
    // Only some browsers know a device named `default`; the first of the list is what they all mean by it.
    const used = deviceId === '' ? devices[0]?.deviceId : deviceId;
    if (used !== undefined) onChoose?.(used);
  };
  return (
    <NativeSelect
      label={label}
      data={data}
      value={data.some(({ value }) => value === chosen) ? chosen : ''}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function only(choice: Choice, deviceId: string): Preferences {
  if (choice === 'microphone') return { microphone: deviceId };
  return choice === 'camera' ? { camera: deviceId } : { speaker: deviceId };
}
