import type { CreateExtension, Room } from '@sky-genesis/protocol';

/** What an administrator has entered about an extension. */
export interface ExtensionDraft {
  readonly number: string;
  readonly name: string;
  readonly target: 'person' | 'room';
  readonly userId: string | null;
  readonly room: Pick<Room, 'id' | 'name'> | null;
}

export const emptyExtension: ExtensionDraft = {
  number: '',
  name: '',
  target: 'person',
  userId: null,
  room: null,
};

/** Only the target that is chosen: the other may have been entered before. A room's own name stands in for one. */
export function extensionOf({
  number,
  name,
  target,
  userId,
  room,
}: ExtensionDraft): CreateExtension {
  const into = target === 'room' ? room : null;
  const called = name.trim() === '' ? into?.name : name.trim();
  return {
    number: number.trim(),
    ...(called === undefined ? {} : { display_name: called }),
    ...(target === 'person' && userId !== null ? { user_id: userId } : {}),
    ...(into === null ? {} : { room_id: into.id }),
  };
}
