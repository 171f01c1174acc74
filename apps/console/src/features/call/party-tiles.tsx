import { useElementSize } from '@mantine/hooks';
import type { CallSession, RemoteParty } from '@sky-genesis/client';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useWorkplace } from '../../app/workplace.tsx';
import { useLevelStyle } from '../../device/use-level-style.ts';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import type { Rect } from '../../tiles/area.ts';
import { placeTiles } from '../../tiles/placement.ts';
import place from '../../tiles/tile.module.css';
import { Tile, type TileProps } from '../../tiles/tile.tsx';
import classes from './party-tiles.module.css';
import { showsPicture } from './pictured.ts';

/** What is known of people in a meeting only. */
const untold = {
  hand: false,
  speaking: false,
  phone: false,
  quality: 'unknown',
  focused: false,
} as const satisfies Partial<TileProps>;

/** A call of three and more: everybody as a tile, oneself last, the screen of another large. */
export function PartyTiles({ call }: { readonly call: CallSession }) {
  const text = useText().call;
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const { me } = useWorkplace();
  const { remotes } = call;
  const screen = remotes.find((remote) => remote.sharingScreen && showsPicture(remote, call));
  const { rects } = placeTiles({
    tiles: [...remotes.map(({ userId }) => userId), me.id],
    focus: screen?.userId ?? null,
    wholeFocus: true,
    area: { width, height },
    turnerPx: 0,
    page: 0,
  });
  return (
    <section className={classes.party} aria-label={text.others(remotes.length)}>
      <div ref={ref} className={classes.area}>
        {remotes.map((remote) => (
          <PartyTile
            key={remote.userId}
            call={call}
            remote={remote}
            rect={rects.get(remote.userId)}
          />
        ))}
        <OwnTile call={call} rect={rects.get(me.id)} />
      </div>
    </section>
  );
}

function PartyTile(props: {
  readonly call: CallSession;
  readonly remote: RemoteParty;
  readonly rect: Rect | undefined;
}) {
  const light = useRef<HTMLDivElement>(null);
  const { call, remote, rect } = props;
  const { userId, stream, microphoneMuted, cameraOff, sharingScreen } = remote;
  const name = useName(userId, call.info);
  useLevelStyle(call.phase === 'on_hold' ? null : stream, light);
  return (
    <Place rect={rect} light={light}>
      <Tile
        id={userId}
        kind={sharingScreen ? 'screen' : 'camera'}
        faceId={userId}
        name={name}
        isMe={false}
        track={showsPicture(remote, call) ? (stream.getVideoTracks()[0] ?? null) : null}
        microphone={microphoneMuted ? 'off' : 'on'}
        camera={cameraOff ? 'off' : 'on'}
        {...untold}
      />
    </Place>
  );
}

function OwnTile(props: { readonly call: CallSession; readonly rect: Rect | undefined }) {
  const { call, rect } = props;
  const { me } = useWorkplace();
  const { localStream, cameraOff, sharingScreen, microphoneMuted } = call;
  const shown = sharingScreen || !cameraOff;
  return (
    <Place rect={rect}>
      <Tile
        id={me.id}
        kind={sharingScreen ? 'screen' : 'camera'}
        faceId={me.id}
        name={me.display_name}
        isMe
        track={shown ? (localStream?.getVideoTracks()[0] ?? null) : null}
        microphone={microphoneMuted ? 'off' : 'on'}
        camera={cameraOff ? 'off' : 'on'}
        {...untold}
      />
    </Place>
  );
}

function Place(props: {
  readonly rect: Rect | undefined;
  readonly light?: RefObject<HTMLDivElement | null>;
  readonly children: ReactNode;
}) {
  const { rect, light, children } = props;
  return (
    <div
      ref={light}
      className={place.place}
      hidden={!rect}
      style={rect && { left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
    >
      {children}
    </div>
  );
}
