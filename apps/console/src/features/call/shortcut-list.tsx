import { Kbd } from '@mantine/core';
import type { Catalogue } from '../../i18n/catalogue.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './shortcut-list.module.css';

type Row = readonly (readonly [keys: readonly string[], what: string])[];

function rowsOf(list: 'call' | 'meeting', text: Catalogue): Row {
  const words = text.call.shortcuts;
  const own = text.meeting.shortcuts;
  const both: Row = [
    [['M'], words.mute],
    [['V'], words.camera],
    [['S'], words.share],
  ];
  if (list === 'call') {
    return [
      ...both,
      [['H'], words.hold],
      [['A'], text.call.add],
      [['T'], text.call.transfer.title],
      [['K'], text.call.keypad.title],
      [[words.shift, 'E'], words.end],
      [[words.enter], words.accept],
      [[words.escape], words.decline],
      [['/'], words.search],
    ];
  }
  return [
    ...both,
    [['H'], own.hand],
    [['C'], own.chat],
    [['P'], own.people],
    [['L'], own.layout],
    [['PgUp', 'PgDn'], own.pages],
    [[words.shift, 'E'], own.leave],
    [[words.escape], own.panel],
  ];
}

export function ShortcutList(props: {
  readonly titled?: boolean;
  readonly of?: 'call' | 'meeting';
}) {
  const text = useText();
  const { titled = true, of = 'call' } = props;
  const words = text.call.shortcuts;
  return (
    <section className={titled ? classes.shortcuts : undefined}>
      {titled && <h3 className={classes.title}>{words.title}</h3>}
      <dl className={classes.list}>
        {rowsOf(of, text).map(([keys, what]) => (
          <div key={what} className={classes.row}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
