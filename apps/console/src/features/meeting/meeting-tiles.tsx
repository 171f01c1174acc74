import { useElementSize } from '@mantine/hooks';
import type { RoomMember, RoomSession, RoomTrack } from '@sky-genesis/client';
import { useCallback, useRef } from 'react';
import { useText } from '../../i18n/language.tsx';
import { type Placement, placeTiles } from '../../tiles/placement.ts';
import { reseat } from '../../tiles/seating.ts';
import place from '../../tiles/tile.module.css';
import { Tile } from '../../tiles/tile.tsx';
import { focusOf, type LookChange, type MeetingLook } from './meeting-layout.ts';
import classes from './meeting-tiles.module.css';
import { cameraOf, microphoneOf } from './member-devices.ts';
import { PageTurner } from './page-turner.tsx';
import { type RosterTile, tilesOf } from './tile-roster.ts';
import { useShownSizes } from './use-shown-sizes.ts';
import { type Speakers, useSpeakers } from './use-speakers.ts';

interface Props {
  readonly session: RoomSession;
  readonly look: MeetingLook;
  readonly onLook: (change: LookChange) => void;
}

/**
 * Everybody on the stage. The tiles stay in the document in the order of arrival and only change their
 * places, so that no picture stops when the layout does something.
 */
export function MeetingTiles({ session, look, onLook }: Props) {
  const text = useText().meeting;
  const { ref, width, height } = useElementSize<HTMLElement>();
  const speakers = useSpeakers(session);
  const tiles = tilesOf(session.members);
  const focus = focusOf(tiles, look, speakers.last);
  const placement = usePlacement({ tiles, focus, speakers, look, width, height });
  useShownSizes(session, tiles, placement.rects);
  const pin = useCallback(
    (tile: string) => {
      const change = { type: 'pin', tile, focus } as const;
      onLook(change);
      const member = tile.split('/')[0] ?? tile;
      session.pin(tile === focus ? null : member);
    },
    [session, focus, onLook],
  );
  return (
    <section ref={ref} className={classes.tiles} aria-label={text.tiles}>
      {tiles.map((tile, index) => {
        const rect = placement.rects.get(tile.id);
        // A very long list keeps in the document only whom one sees, and those one is likely to see next.
        if (!rect && index >= keptTiles) return null;
        return (
          <div
            key={tile.id}
            className={place.place}
            hidden={!rect}
            style={rect && { left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
          >
            <MemberTile
              tile={tile}
              session={session}
              focused={tile.id === focus}
              onPin={tiles.length > 1 ? pin : undefined}
            />
          </div>
        );
      })}
      <PageTurner placement={placement} onTurn={onLook} />
    </section>
  );
}

const keptTiles = 98;
/** As the style sheet has it. */
const turnerPx = 44;

function usePlacement(request: {
  readonly tiles: readonly RosterTile[];
  readonly focus: string | null;
  readonly speakers: Speakers;
  readonly look: MeetingLook;
  readonly width: number;
  readonly height: number;
}): Placement {
  const { tiles, focus, speakers, look, width, height } = request;
  const order = useRef<readonly string[]>([]);
  const capacity = useRef(Number.POSITIVE_INFINITY);
  const present = tiles.map(({ id }) => id);
  order.current = reseat(order.current, present, capacity.current, speakers.now, speakers.atMs);
  const wholeFocus = tiles.some(({ id, kind }) => id === focus && kind === 'screen');
  const area = { width, height };
  const { page } = look;
  const placement = placeTiles({
    tiles: order.current,
    focus,
    wholeFocus,
    area,
    turnerPx,
    page,
  });
  capacity.current = placement.capacity;
  return placement;
}

function MemberTile(props: {
  readonly tile: RosterTile;
  readonly session: RoomSession;
  readonly focused: boolean;
  readonly onPin: ((id: string) => void) | undefined;
}) {
  const { tile, session, focused, onPin } = props;
  const { id, kind, isMe, member } = tile;
  const { info, quality, speaking } = member;
  return (
    <Tile
      id={id}
      kind={kind}
      faceId={info.user_id ?? info.id}
      name={info.display_name}
      isMe={isMe}
      track={isMe ? ownTrack(kind, session) : othersTrack(kind, member)}
      microphone={microphoneOf(member, session)}
      camera={cameraOf(member, session)}
      hand={info.hand_raised_at !== null}
      speaking={speaking}
      phone={info.kind === 'sip'}
      quality={quality.level}
      focused={focused}
      onPin={onPin}
    />
  );
}

function ownTrack(kind: RosterTile['kind'], session: RoomSession): MediaStreamTrack | null {
  const { localStream, localScreen, cameraOff } = session;
  if (kind === 'screen') return localScreen?.getVideoTracks()[0] ?? null;
  return cameraOff ? null : (localStream?.getVideoTracks()[0] ?? null);
}

function othersTrack(kind: RosterTile['kind'], { camera, screen }: RoomMember) {
  return shown(kind === 'screen' ? screen : camera);
}

function shown(sent: RoomTrack | null): MediaStreamTrack | null {
  return sent && !sent.muted && !sent.blocked ? sent.track : null;
}
