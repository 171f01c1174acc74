import { useEffect, useRef } from 'react';
import classes from './picture.module.css';

/** A stream's picture. Its sound, if any, is played elsewhere. */
export function Picture(props: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly fit: 'cover' | 'contain';
  readonly mirrored?: boolean;
  /** Further classes. */
  readonly className?: string | undefined;
  /** The first frame is there. */
  readonly onShown?: () => void;
}) {
  const element = useRef<HTMLVideoElement>(null);
  const { stream, label, fit, mirrored = false, className = '', onShown } = props;
  useEffect(() => {
    const video = element.current;
    if (!video) return undefined;
    video.srcObject = stream;
    video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={element}
      className={`${classes.picture} ${className}`}
      aria-label={label}
      data-fit={fit}
      data-mirrored={mirrored}
      onLoadedData={onShown}
      autoPlay
      playsInline
      muted
    />
  );
}
