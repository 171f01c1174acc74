import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import list from '../../app/list.module.css';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import { CallRow } from './call-row.tsx';
import classes from './recent-calls.module.css';
import { useHistory } from './use-history.ts';

const shown = 6;

/** The last calls beside the contacts. */
export function RecentCalls() {
  const text = useText();
  const { calls, state, error } = useHistory(shown);
  return (
    <section>
      <div className={classes.head}>
        <h2 className={classes.title}>{text.history.recent}</h2>
        {calls.length > 0 && (
          <Anchor component={Link} href="/calls" size="sm">
            {text.history.all}
          </Anchor>
        )}
      </div>
      <RefusalAlert error={error} />
      {calls.length > 0 && (
        <ul className={list.list}>
          {calls.slice(0, shown).map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </ul>
      )}
      {state === 'complete' && calls.length === 0 && (
        <p className={list.empty}>{text.history.emptyHint}</p>
      )}
    </section>
  );
}
