import type { CallSession, RemoteParty } from '@sky-genesis/client';
import { useRef } from 'react';
import { Picture } from '../../device/picture.tsx';
import { useLevelStyle } from '../../device/use-level-style.ts';
import { Face } from '../../directory/face.tsx';
import { useName, usePartyName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import { PartyTiles } from './party-tiles.tsx';
import { isPictured, showsPicture } from './pictured.ts';
import { Rings } from './rings.tsx';
import classes from './stage.module.css';
import { StateLine } from './stage-head.tsx';

/** The others: their pictures, or their faces with a light that follows the voice. */
export function RemoteView({ call }: { readonly call: CallSession }) {
  const { remotes, phase } = call;
  if (phase === 'dialing' || phase === 'ringing' || remotes.length === 0) {
    return <Waiting call={call} />;
  }
  const [only, ...more] = remotes;
  if (only && more.length === 0) {
    return (
      <div className={classes.remotes}>
        <Remote key={only.userId} call={call} remote={only} />
      </div>
    );
  }
  return <PartyTiles call={call} />;
}

function Waiting({ call }: { readonly call: CallSession }) {
  const name = usePartyName(call.others, call.info);
  return (
    <div className={classes.portrait}>
      <Rings>
        <Face id={call.others[0] ?? ''} name={name} size="xl" />
      </Rings>
      <p className={classes.bigName}>{name}</p>
      <StateLine call={call} name={name} />
    </div>
  );
}

function Remote(props: { readonly call: CallSession; readonly remote: RemoteParty }) {
  const text = useText();
  const { call, remote } = props;
  const name = useName(remote.userId, call.info);
  if (!showsPicture(remote, call)) return <Portrait call={call} remote={remote} name={name} />;
  return (
    <Picture
      stream={remote.stream}
      label={remote.sharingScreen ? text.call.theirScreen(name) : text.call.theirVideo(name)}
      fit={remote.sharingScreen ? 'contain' : 'cover'}
    />
  );
}

function Portrait(props: {
  readonly call: CallSession;
  readonly remote: RemoteParty;
  readonly name: string;
}) {
  const light = useRef<HTMLDivElement>(null);
  const { call, remote, name } = props;
  const still = call.phase === 'on_hold';
  useLevelStyle(still ? null : remote.stream, light);
  return (
    <div className={classes.portrait}>
      <div ref={light} className={classes.voice} data-still={still}>
        <span className={classes.voiceRing} />
        <span className={classes.voiceRing} />
        <span className={classes.voiceRing} />
        <Face id={remote.userId} name={name} size="xl" />
      </div>
      <p className={classes.bigName}>{name}</p>
      {!isPictured(call) && <StateLine call={call} name={name} />}
    </div>
  );
}
