import { ActionIcon } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconPhone,
  IconPhoneX,
  IconScreenShare,
  IconVideo,
} from '@tabler/icons-react';
import list from '../../app/list.module.css';
import { useWorkplace } from '../../app/workplace.tsx';
import { Face } from '../../directory/face.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import type { Catalogue } from '../../i18n/catalogue.ts';
import { clock } from '../../i18n/formats.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './call-days.module.css';
import type { PastCall } from './call-outcome.ts';

const typeIcons = { audio: IconPhone, video: IconVideo, screen: IconScreenShare };

export function CallRow({ call }: { readonly call: PastCall }) {
  const { text, formats } = useSpeech();
  const { desk } = useWorkplace();
  const name = usePartyName(call.others, call.caller);
  const first = call.others[0] ?? '';
  const TypeIcon = typeIcons[call.type];
  const DirectionIcon = directionIcon(call);
  return (
    <li className={classes.row} data-outcome={call.outcome}>
      <Face id={first} name={name} size="sm" />
      <div className={classes.words}>
        <span className={list.name}>{name}</span>
        <span className={classes.what}>
          <DirectionIcon size={15} stroke={2.2} aria-hidden="true" />
          {summary(call, text)}
        </span>
      </div>
      <time className={classes.time} dateTime={call.startedAt.toISOString()}>
        {formats.time(call.startedAt)}
      </time>
      {call.back.length > 0 && (
        <ActionIcon
          variant="subtle"
          size={40}
          radius="xl"
          aria-label={text.history.callBack(name)}
          onClick={() => desk.place(call.back, call.type)}
        >
          <TypeIcon size={19} stroke={1.8} />
        </ActionIcon>
      )}
    </li>
  );
}

function directionIcon({ direction, outcome }: PastCall): typeof IconPhone {
  if (outcome === 'missed') return IconPhoneX;
  return direction === 'incoming' ? IconArrowDownLeft : IconArrowUpRight;
}

/** "Outgoing · 12:05", or why they did not talk. */
function summary({ outcome, direction, durationS }: PastCall, text: Catalogue): string {
  const way = text.history[direction];
  if (outcome === 'talked') return durationS === null ? way : `${way} · ${clock(durationS)}`;
  if (outcome === 'missed') return text.history.missed;
  return `${way} · ${text.history[outcome]}`;
}
