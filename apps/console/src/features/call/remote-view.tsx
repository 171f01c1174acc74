import type { CallSession, RemoteParty } from '@sky-genesis/client';
import { useRef } from 'react';
import { useLevelStyle } from '../../device/use-level-style.ts';
import { Face } from '../../directory/face.tsx';
import { useName, usePartyName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { phaseText } from './phase-text.ts';
import { Picture } from './picture.tsx';
import { Rings } from './rings.tsx';
import classes from './stage.module.css';

/** The others: their pictures, or their faces with a light that follows the voice. */
export function RemoteView({ call }: { readonly call: CallSession }) {
  const { remotes, phase } = call;
  if (phase === 'dialing' || phase === 'ringing' || remotes.length === 0) {
    return <Waiting call={call} />;
  }
  return (
    <div className={classes.remotes} data-count={Math.min(remotes.length, 4)}>
      {remotes.map((remote) => (
        <Remote key={remote.userId} remote={remote} onHold={phase === 'on_hold'} />
      ))}
    </div>
  );
}

function Waiting({ call }: { readonly call: CallSession }) {
  const text = useText();
  const name = usePartyName(call.others);
  return (
    <div className={classes.portrait}>
      <Rings>
        <Face id={call.others[0] ?? ''} name={name} size="xl" />
      </Rings>
      <p className={classes.bigName}>{name}</p>
      <p className={classes.bigState} aria-hidden="true">
        {phaseText(call, name, text)}
      </p>
    </div>
  );
}

function Remote(props: { readonly remote: RemoteParty; readonly onHold: boolean }) {
  const text = useText();
  const { remote, onHold } = props;
  const name = useName(remote.userId);
  const hasPicture = remote.stream.getVideoTracks().length > 0;
  const shows = hasPicture && !onHold && (remote.sharingScreen || !remote.cameraOff);
  if (!shows) return <Portrait remote={remote} name={name} still={onHold} />;
  return (
    <Picture
      stream={remote.stream}
      label={remote.sharingScreen ? text.call.theirScreen(name) : text.call.theirVideo(name)}
      fit={remote.sharingScreen ? 'contain' : 'cover'}
    />
  );
}

function Portrait(props: {
  readonly remote: RemoteParty;
  readonly name: string;
  readonly still: boolean;
}) {
  const light = useRef<HTMLDivElement>(null);
  const { remote, name, still } = props;
  useLevelStyle(still ? null : remote.stream, light);
  return (
    <div className={classes.portrait} data-still={still}>
      <div ref={light} className={classes.voice}>
        <span className={classes.voiceRing} />
        <span className={classes.voiceRing} />
        <span className={classes.voiceRing} />
        <Face id={remote.userId} name={name} size="xl" />
      </div>
      <p className={classes.bigName}>{name}</p>
    </div>
  );
}
