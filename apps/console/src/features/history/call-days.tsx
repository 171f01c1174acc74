import list from '../../app/list.module.css';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './call-days.module.css';
import { byDay, daysAgo, type PastCall } from './call-outcome.ts';
import { CallRow } from './call-row.tsx';

/** Calls under the day they were on. */
export function CallDays({ calls }: { readonly calls: readonly PastCall[] }) {
  const { text, formats } = useSpeech();
  const now = new Date();
  const title = (date: Date): string => {
    const ago = daysAgo(date, now);
    if (ago === 0) return text.history.today;
    return ago === 1 ? text.history.yesterday : formats.day(date);
  };
  return byDay(calls).map((day) => {
    const date = day[0]?.startedAt ?? now;
    return (
      <section key={date.toDateString()} className={classes.day}>
        <h2 className={classes.title}>{title(date)}</h2>
        <ul className={list.list}>
          {day.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </ul>
      </section>
    );
  });
}
