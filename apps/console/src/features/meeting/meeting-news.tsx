import { VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { RoomSession } from '@sky-genesis/client';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/language.tsx';
import { newsBetween, type Situation, situationOf } from './news.ts';

/** Longer messages are read in the chat itself. */
const spokenLength = 120;

/** Tells a screen reader what happens in the meeting; what a moderator has done to oneself, everybody. */
export function MeetingNews({ session }: { readonly session: RoomSession }) {
  const text = useText().meeting;
  const [said, setSaid] = useState('');
  const before = useRef<Situation | null>(null);
  useEffect(() => {
    if (session.phase === 'knocking' || session.phase === 'connecting') return;
    const now = situationOf(session);
    // Whoever was there before is no news; whoever waits is, also to who has just come.
    const known = before.current ?? { ...now, waiting: new Map() };
    const news = newsBetween(known, now, text);
    before.current = now;
    if (news.length === 0) return;
    setSaid(news.join('. '));
    const { news: words } = text;
    const own = [words.muted, words.cameraStopped, words.screenStopped, words.moderator];
    for (const message of news.filter((one) => own.includes(one))) {
      notifications.show({ message, color: 'petrol' });
    }
  });
  useEffect(
    () =>
      session.on('message', ({ participant_id, display_name, message }) => {
        if (participant_id === session.me.id || chatIsOpen()) return;
        setSaid(text.news.wrote(display_name, message.slice(0, spokenLength)));
      }),
    [session, text],
  );
  useEffect(
    () =>
      session.on('unreached', ({ display_name }, reason) => {
        // Whoever has taken it back knows.
        if (reason === 'cancelled') return;
        notifications.show({ message: text.dial.unreached[reason](display_name), color: 'dawn' });
      }),
    [session, text],
  );
  return (
    <VisuallyHidden component="p" role="status">
      {said}
    </VisuallyHidden>
  );
}

/** An open chat is a live region of its own. */
const chatIsOpen = (): boolean => document.querySelector('[role="log"]') !== null;
