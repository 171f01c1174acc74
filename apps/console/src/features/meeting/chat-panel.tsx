import { ActionIcon, Anchor, Textarea } from '@mantine/core';
import type { RoomSession } from '@sky-genesis/client';
import type { RoomMessage } from '@sky-genesis/protocol';
import { IconSend } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type RefCallback,
  type SubmitEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useAction } from '../../app/use-action.ts';
import { useWorkplace } from '../../app/workplace.tsx';
import { useSpeech, useText } from '../../i18n/language.tsx';
import { linkedText } from './linked-text.ts';
import classes from './meeting-panel.module.css';

interface Props {
  readonly session: RoomSession;
  /** Is given the field one writes in. */
  readonly field: RefCallback<HTMLElement> | undefined;
}

/** What is written in the room, for everybody who is in it. */
export function ChatPanel(props: Props) {
  const { session } = props;
  const text = useText().meeting.panel;
  const { meetings } = useWorkplace();
  useEffect(() => {
    meetings.readChat(true);
    return () => meetings.readChat(false);
  }, [meetings]);
  const { messages, me } = session;
  const list = useStickyEnd(messages.length);
  return (
    <>
      <ul ref={list} className={classes.messages} role="log" aria-label={text.messages}>
        {messages.length === 0 && <li className={classes.none}>{text.noMessages}</li>}
        {messages.map((message, index) => (
          <Message
            key={message.id}
            message={message}
            mine={message.participant_id === me.id}
            first={!follows(messages[index - 1], message)}
          />
        ))}
      </ul>
      <Compose {...props} />
    </>
  );
}

/** Keeps the newest message in sight, unless somebody reads further up. */
function useStickyEnd(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const look = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  useEffect(() => {
    if (count > 0 && atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return list;
}

const groupMs = 3 * 60_000;

/** Whether two messages are of one breath, so that the name is said once. */
function follows(before: RoomMessage | undefined, message: RoomMessage): boolean {
  if (before?.participant_id !== message.participant_id) return false;
  return Date.parse(message.created_at) - Date.parse(before.created_at) < groupMs;
}

function Message(props: {
  readonly message: RoomMessage;
  readonly mine: boolean;
  readonly first: boolean;
}) {
  const { text, formats } = useSpeech();
  const { message, mine, first } = props;
  const at = new Date(message.created_at);
  return (
    <li className={classes.message} data-mine={mine} data-first={first}>
      {first && (
        <p className={classes.by}>
          <strong>{mine ? text.meeting.me(message.display_name) : message.display_name}</strong>
          <time dateTime={message.created_at}>{formats.time(at)}</time>
        </p>
      )}
      <p className={classes.text}>
        {linkedText(message.message).map(({ at: start, text: part, href }) =>
          href === undefined ? (
            part
          ) : (
            <Anchor key={start} href={href} target="_blank" rel="noopener noreferrer">
              {part}
            </Anchor>
          ),
        )}
      </p>
    </li>
  );
}

function Compose({ session, field }: Props) {
  const text = useText().meeting.panel;
  const [draft, setDraft] = useState('');
  const { busy, error, run } = useAction(async (message: string) => {
    await session.send(message);
    setDraft('');
  });
  const send = (): void => {
    const message = draft.trim();
    if (message !== '' && !busy) run(message);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };
  const press = (event: KeyboardEvent): void => {
    // Enter while an input method composes chooses a word, and sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <RefusalAlert error={error} />
      <form className={classes.compose} onSubmit={submit}>
        <Textarea
          ref={field}
          aria-label={text.message}
          placeholder={text.message}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={4000}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={press}
        />
        <ActionIcon
          type="submit"
          size={36}
          radius="xl"
          aria-label={text.send}
          disabled={draft.trim() === ''}
        >
          <IconSend size={18} aria-hidden="true" />
        </ActionIcon>
      </form>
    </>
  );
}
