import type { RoomMember } from '@sky-genesis/client';

/** Something to look at: a person, or the screen they share. */
export interface RosterTile {
  readonly id: string;
  readonly kind: 'camera' | 'screen';
  readonly isMe: boolean;
  readonly member: RoomMember;
}

/** One tile for everybody, and one for each screen, behind its owner's. */
export function tilesOf(members: readonly RoomMember[]): readonly RosterTile[] {
  return members.flatMap((member) => {
    const { id, isMe, screen } = member;
    const tiles: RosterTile[] = [{ id, kind: 'camera', isMe, member }];
    if (screen && !screen.blocked && !screen.muted) {
      tiles.push({ id: `${id}/screen`, kind: 'screen', isMe, member });
    }
    return tiles;
  });
}
