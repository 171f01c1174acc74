import type { CreateExtension, Room, SpokenLanguage } from '@sky-genesis/protocol';

/** What an administrator has entered about an extension. */
export interface ExtensionDraft {
  readonly number: string;
  readonly name: string;
  /** `pin`: the room whose PIN who calls knows. */
  readonly target: 'person' | 'room' | 'pin';
  readonly userId: string | null;
  readonly room: Pick<Room, 'id' | 'name'> | null;
  /** At an entrance by PIN; null: the server's. */
  readonly language: SpokenLanguage | null;
}

export const emptyExtension: ExtensionDraft = {
  number: '',
  name: '',
  target: 'person',
  userId: null,
  room: null,
  language: null,
};

/** Only the target that is chosen: the other may have been entered before. A room's own name stands in for one. */
export function extensionOf({
  number,
  name,
  target,
  userId,
  room,
  language,
}: ExtensionDraft): CreateExtension {
  const into = target === 'room' ? room : null;
  const called = name.trim() === '' ? into?.name : name.trim();
  return {
    number: number.trim(),
    ...(called === undefined ? {} : { display_name: called }),
    ...(target === 'person' && userId !== null ? { user_id: userId } : {}),
    ...(into === null ? {} : { room_id: into.id }),
    ...(target === 'pin' ? { dial_in: true } : {}),
    ...(target === 'pin' && language !== null ? { language } : {}),
  };
}
