import type { RoomMember } from '@sky-genesis/client';
import { useMemo } from 'react';
import { Sound } from '../../device/sound.tsx';

/** Everybody else's voice, and the sound of their screens. */
export function MeetingSound(props: {
  readonly members: readonly RoomMember[];
  readonly silent: boolean;
}) {
  return props.members.flatMap(({ id, isMe, microphone, screenAudio }) => {
    if (isMe) return [];
    return [microphone?.track, screenAudio?.track].map((track, index) =>
      track ? (
        <TrackSound
          key={`${id}/${index === 0 ? 'voice' : 'screen'}`}
          track={track}
          silent={props.silent}
        />
      ) : null,
    );
  });
}

function TrackSound(props: { readonly track: MediaStreamTrack; readonly silent: boolean }) {
  const { track, silent } = props;
  const stream = useMemo(() => new MediaStream([track]), [track]);
  return <Sound stream={stream} silent={silent} />;
}
