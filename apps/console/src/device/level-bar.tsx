import { useRef } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './level-bar.module.css';
import { useLevelStyle } from './use-level-style.ts';

/** Moves with one's own voice: the microphone works. */
export function LevelBar({ stream }: { readonly stream: MediaStream | null }) {
  const text = useText();
  const bar = useRef<HTMLDivElement>(null);
  useLevelStyle(stream, bar);
  return (
    <div className={classes.level}>
      <span className={classes.label}>{text.settings.level}</span>
      <div ref={bar} className={classes.track} aria-hidden="true">
        <span className={classes.fill} />
      </div>
    </div>
  );
}
