import { useEffect, useRef, useState } from 'react';
import classes from './tile.module.css';

/** A track's moving picture, over what stands behind it until the first frame is there. */
export function LivePicture(props: {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly fit: 'cover' | 'contain';
  readonly mirrored: boolean;
}) {
  const element = useRef<HTMLVideoElement>(null);
  const { track, label, fit, mirrored } = props;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const video = element.current;
    if (!video) return undefined;
    video.srcObject = new MediaStream([track]);
    video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
      setShown(false);
    };
  }, [track]);
  return (
    <video
      ref={element}
      className={classes.picture}
      aria-label={label}
      data-fit={fit}
      data-mirrored={mirrored}
      data-shown={shown}
      onLoadedData={() => setShown(true)}
      autoPlay
      playsInline
      muted
    />
  );
}
