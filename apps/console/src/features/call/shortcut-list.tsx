import { Kbd } from '@mantine/core';
import { useText } from '../../i18n/language.tsx';
import classes from './shortcut-list.module.css';

export function ShortcutList({ titled = true }: { readonly titled?: boolean }) {
  const words = useText().call.shortcuts;
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
    [['M'], words.mute],
    [['V'], words.camera],
    [['S'], words.share],
    [['H'], words.hold],
    [[words.shift, 'E'], words.end],
    [[words.enter], words.accept],
    [[words.escape], words.decline],
    [['/'], words.search],
  ];
  return (
    <section className={titled ? classes.shortcuts : undefined}>
      {titled && <h3 className={classes.title}>{words.title}</h3>}
      <dl className={classes.list}>
        {rows.map(([keys, what]) => (
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
