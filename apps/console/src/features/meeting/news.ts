import type { RoomSession } from '@sky-genesis/client';
import type { Catalogue } from '../../i18n/catalogue.ts';

type Reported = Pick<RoomSession, 'members' | 'waiting' | 'me' | 'room'>;

/** What of a meeting is worth a word when it changes. */
export interface Situation {
  readonly people: ReadonlyMap<string, string>;
  readonly waiting: ReadonlyMap<string, string>;
  readonly hands: ReadonlyMap<string, string>;
  readonly screens: ReadonlyMap<string, string>;
  readonly moderator: boolean;
  readonly silenced: RoomSession['me']['muted'];
  readonly locked: boolean;
}

export function situationOf({ members, waiting, me, room }: Reported): Situation {
  const others = members.filter(({ isMe }) => !isMe);
  const named = (chosen: typeof others): ReadonlyMap<string, string> =>
    new Map(chosen.map(({ id, info }) => [id, info.display_name]));
  return {
    people: named(others),
    waiting: new Map(waiting.map(({ id, display_name }) => [id, display_name])),
    hands: named(others.filter(({ info }) => info.hand_raised_at !== null)),
    screens: named(others.filter(({ screen }) => screen !== null && !screen.blocked)),
    moderator: me.role === 'moderator',
    silenced: me.muted,
    locked: room.locked,
  };
}

/** The sentences that tell what has become of one situation by the next, the most urgent first. */
export function newsBetween(
  before: Situation,
  now: Situation,
  text: Catalogue['meeting'],
): readonly string[] {
  const { news } = text;
  const gone = added(now.people, before.people);
  return [
    ...told(added(before.waiting, now.waiting), news.knocks, news.knockMany),
    ...ownNews(before, now, text),
    ...added(before.hands, now.hands).map(news.hand),
    ...added(before.screens, now.screens).map(news.shares),
    ...told(added(before.people, now.people), news.joined, news.joinedMany),
    ...told(gone, news.left, news.leftMany),
  ];
}

function ownNews(before: Situation, now: Situation, { news }: Catalogue['meeting']) {
  const sentences: string[] = [];
  if (now.silenced.audio && !before.silenced.audio) sentences.push(news.muted);
  if (now.silenced.video && !before.silenced.video) sentences.push(news.cameraStopped);
  if (now.silenced.screen && !before.silenced.screen) sentences.push(news.screenStopped);
  if (now.moderator !== before.moderator) {
    sentences.push(now.moderator ? news.moderator : news.noModerator);
  }
  if (now.locked !== before.locked) sentences.push(now.locked ? news.locked : news.unlocked);
  return sentences;
}

/** The names of who is only in the second. */
function added(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] {
  return [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
}

/** A crowd is told as a number. */
function told(
  names: readonly string[],
  one: (name: string) => string,
  many: (count: number) => string,
): readonly string[] {
  return names.length > 2 ? [many(names.length)] : names.map(one);
}
