import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import type { CallSession } from '@sky-genesis/client';
import { IconArrowsDiagonalMinimize2, IconMicrophoneOff } from '@tabler/icons-react';
import { useWorkplace } from '../../app/workplace.tsx';
import { useName, usePartyName } from '../../directory/use-person.ts';
import { clock } from '../../i18n/formats.ts';
import { useText } from '../../i18n/language.tsx';
import { phaseText } from './phase-text.ts';
import { presentIn } from './present.ts';
import { QualitySign } from './quality-sign.tsx';
import classes from './stage.module.css';
import { useQuality, useTalkTime } from './use-call.ts';

/** With whom, in which state, for how long. */
export function StageHead({
  call,
  pictured,
}: {
  readonly call: CallSession;
  readonly pictured: boolean;
}) {
  const text = useText();
  const { desk } = useWorkplace();
  const name = usePartyName(presentIn(call), call.info);
  const quality = useQuality(call);
  const ended = call.phase === 'ended';
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        {pictured ? (
          <h2 className={classes.name}>{name}</h2>
        ) : (
          <VisuallyHidden component="h2">{name}</VisuallyHidden>
        )}
        {pictured && <StateLine call={call} name={name} />}
      </div>
      <Announcement call={call} name={name} />
      {!ended && <QualitySign quality={quality} />}
      {!ended && (
        <Tooltip label={text.call.minimise} position="bottom-end">
          <ActionIcon
            size={44}
            radius="xl"
            className={classes.round}
            aria-label={text.call.minimise}
            onClick={() => desk.minimise(true)}
          >
            <IconArrowsDiagonalMinimize2 size={20} />
          </ActionIcon>
        </Tooltip>
      )}
    </header>
  );
}

/** The state, the time and who is muted, for the eye; the announcement below is for the ear. */
export function StateLine(props: { readonly call: CallSession; readonly name: string }) {
  const text = useText();
  const { call, name } = props;
  const seconds = useTalkTime(call);
  return (
    <p className={classes.state} aria-hidden="true">
      {phaseText(call, name, text)}
      {seconds !== null && <span className={classes.timer}>{clock(seconds)}</span>}
      <RemoteMuted call={call} />
    </p>
  );
}

function RemoteMuted({ call }: { readonly call: CallSession }) {
  const text = useText();
  // Among several, each tile tells it.
  const muted = call.remotes.length > 1 ? undefined : call.remotes[0];
  const name = useName(muted?.userId ?? '', call.info);
  if (!muted?.microphoneMuted) return null;
  return (
    <span className={classes.badge}>
      <IconMicrophoneOff size={15} aria-hidden="true" />
      {text.call.theyMuted(name)}
    </span>
  );
}

/** Says each change of the call's state once to a screen reader; the timer stays out of it. */
function Announcement(props: { readonly call: CallSession; readonly name: string }) {
  const text = useText();
  const { call, name } = props;
  const parts = [text.call.announce(name, phaseText(call, name, text))];
  const muted = call.remotes.find(({ microphoneMuted }) => microphoneMuted)?.userId ?? '';
  const other = useName(muted, call.info);
  if (call.phase !== 'ended' && call.microphoneMuted) parts.push(text.call.youMuted);
  if (other !== '') parts.push(text.call.theyMuted(other));
  return (
    <VisuallyHidden component="p" role="status">
      {parts.join('. ')}
    </VisuallyHidden>
  );
}
