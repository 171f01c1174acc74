import { Modal } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { notifyRefusal } from '../../app/refusal.tsx';
import { DevicePicker } from '../../device/device-picker.tsx';
import { LevelBar } from '../../device/level-bar.tsx';
import { useText } from '../../i18n/language.tsx';
import { ShortcutList } from './shortcut-list.tsx';
import { switchDevice } from './switch-device.ts';

/** Another camera, microphone or speaker in the middle of a call or a meeting. */
export function DevicesDialog(props: {
  /** A call's or a meeting's. */
  readonly session: Pick<CallSession, 'useDevice' | 'localStream'>;
  readonly shortcuts?: 'call' | 'meeting';
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { session, shortcuts = 'call', opened, onClose } = props;
  const use = (kind: 'audioinput' | 'videoinput', deviceId: string): void => {
    switchDevice(session, kind, deviceId).catch((error: unknown) => notifyRefusal(error, text));
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.call.devices}
      lockScroll={false}
      zIndex={230}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <DevicePicker
        onMicrophone={(id) => use('audioinput', id)}
        onCamera={(id) => use('videoinput', id)}
      />
      <LevelBar stream={session.localStream} />
      <ShortcutList of={shortcuts} />
    </Modal>
  );
}
