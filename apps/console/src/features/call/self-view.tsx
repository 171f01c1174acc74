import { UnstyledButton } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { IconMicrophoneOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Picture } from '../../device/picture.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './self-view.module.css';

const corners = ['bottom-right', 'bottom-left', 'top-left', 'top-right'] as const;

/** One's own picture, small, in the corner one moves it to. */
export function SelfView({ call }: { readonly call: CallSession }) {
  const text = useText();
  const [corner, setCorner] = useState(0);
  const stream = call.localStream;
  // Among several, one's own picture is a tile like theirs.
  if (call.remotes.length > 1) return null;
  if (!stream || (call.cameraOff && !call.sharingScreen)) return null;
  return (
    <UnstyledButton
      className={classes.self}
      data-corner={corners[corner]}
      aria-label={text.call.moveSelf}
      title={text.call.moveSelf}
      onClick={() => setCorner((corner + 1) % corners.length)}
    >
      <Picture
        stream={stream}
        label={call.sharingScreen ? text.call.selfSharing : text.call.self}
        fit={call.sharingScreen ? 'contain' : 'cover'}
        mirrored={!call.sharingScreen}
      />
      {call.microphoneMuted && (
        <span className={classes.muted}>
          <IconMicrophoneOff size={16} aria-hidden="true" />
        </span>
      )}
    </UnstyledButton>
  );
}
