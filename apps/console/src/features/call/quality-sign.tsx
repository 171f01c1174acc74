import { Popover, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { CallQuality } from '@sky-genesis/client';
import { useState } from 'react';
import { useSpeech, useText } from '../../i18n/language.tsx';
import classes from './quality-sign.module.css';

const bars = { good: 3, fair: 2, poor: 1, unknown: 0 } as const;

/** Three bars; the numbers behind them on request. */
export function QualitySign({ quality }: { readonly quality: CallQuality | null }) {
  const text = useText();
  const level = quality?.level ?? 'unknown';
  const [opened, setOpened] = useState(false);
  useHotkeys([['Escape', () => setOpened(false)]]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      zIndex={200}
      withArrow
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.sign}
          data-level={level}
          onClick={() => setOpened(!opened)}
          aria-label={`${text.call.quality.label}: ${text.call.quality[level]}`}
        >
          {[1, 2, 3].map((bar) => (
            <span key={bar} className={classes.bar} data-lit={bar <= bars[level]} />
          ))}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <QualityDetails quality={quality} />
      </Popover.Dropdown>
    </Popover>
  );
}

function QualityDetails({ quality }: { readonly quality: CallQuality | null }) {
  const { text, formats } = useSpeech();
  const words = text.call.quality;
  const ms = (value: number | null | undefined): string =>
    value === null || value === undefined ? words.none : `${formats.number(value)}\u00a0ms`;
  const loss = quality?.packetLoss ?? null;
  return (
    <div className={classes.details}>
      <strong>{words[quality?.level ?? 'unknown']}</strong>
      <dl>
        <dt>{words.roundTrip}</dt>
        <dd>{ms(quality?.roundTripMs)}</dd>
        <dt>{words.jitter}</dt>
        <dd>{ms(quality?.jitterMs)}</dd>
        <dt>{words.loss}</dt>
        <dd>{loss === null ? words.none : formats.percent(loss)}</dd>
      </dl>
    </div>
  );
}
