import { useMemo, useState } from 'react';
import { Picture } from '../device/picture.tsx';
import classes from './tile.module.css';

/** A track's moving picture, over what stands behind it until the first frame is there. */
export function LivePicture(props: {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly fit: 'cover' | 'contain';
  readonly mirrored: boolean;
}) {
  const { track, ...look } = props;
  const stream = useMemo(() => new MediaStream([track]), [track]);
  const [shown, setShown] = useState<MediaStream | null>(null);
  return (
    <Picture
      {...look}
      stream={stream}
      className={shown === stream ? classes.picture : classes.comingPicture}
      onShown={() => setShown(stream)}
    />
  );
}
