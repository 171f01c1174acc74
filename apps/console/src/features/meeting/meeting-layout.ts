/** How a person looks at a meeting. */
export interface MeetingLook {
  readonly layout: 'grid' | 'speaker';
  /** The tile that was pinned by hand. */
  readonly pinned: string | null;
  /** Screens that somebody has put back among the others. */
  readonly unpinned: readonly string[];
  readonly panel: 'chat' | 'people' | null;
  readonly page: number;
}

export const firstLook: MeetingLook = {
  layout: 'grid',
  pinned: null,
  unpinned: [],
  panel: null,
  page: 0,
};

export type LookChange =
  | { readonly type: 'layout' }
  | { readonly type: 'panel'; readonly panel: 'chat' | 'people' | null }
  | { readonly type: 'page'; readonly by: number; readonly pages: number }
  /** Pins the tile, or takes it from the focus if it has that now. */
  | { readonly type: 'pin'; readonly tile: string; readonly focus: string | null };

export function changeLook(look: MeetingLook, change: LookChange): MeetingLook {
  switch (change.type) {
    case 'layout':
      return { ...look, layout: look.layout === 'grid' ? 'speaker' : 'grid', page: 0 };
    case 'panel':
      return { ...look, panel: look.panel === change.panel ? null : change.panel };
    case 'page': {
      const page = Math.min(Math.max(0, look.page + change.by), change.pages - 1);
      return { ...look, page };
    }
    case 'pin': {
      const others = look.unpinned.filter((id) => id !== change.tile);
      if (look.pinned !== change.tile && change.focus !== change.tile) {
        return { ...look, pinned: change.tile, unpinned: others, page: 0 };
      }
      return { ...look, pinned: null, unpinned: [...others, change.tile], page: 0 };
    }
    default:
      return change satisfies never;
  }
}

interface Focusable {
  readonly id: string;
  readonly kind: 'camera' | 'screen';
  readonly isMe: boolean;
}

/**
 * The tile that everybody's eyes belong to: the pinned one, else the latest screen of another, else, where
 * that is wanted, who speaks or has spoken last.
 */
export function focusOf(
  tiles: readonly Focusable[],
  look: Pick<MeetingLook, 'layout' | 'pinned' | 'unpinned'>,
  speaker: string | null,
): string | null {
  const pinned = tiles.find(({ id }) => id === look.pinned);
  if (pinned) return pinned.id;
  const screen = tiles.findLast(
    ({ id, kind, isMe }) => kind === 'screen' && !isMe && !look.unpinned.includes(id),
  );
  if (screen) return screen.id;
  if (look.layout === 'grid') return null;
  const cameras = tiles.filter(({ kind }) => kind === 'camera');
  const said = cameras.find(({ id }) => id === speaker);
  return (said ?? cameras.find(({ isMe }) => !isMe) ?? cameras[0])?.id ?? null;
}
