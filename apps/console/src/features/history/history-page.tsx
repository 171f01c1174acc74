import { useMediaQuery } from '@mantine/hooks';
import { Blank } from '../../app/blank.tsx';
import { ListEnd } from '../../app/list-end.tsx';
import { Page } from '../../app/page.tsx';
import { useText } from '../../i18n/language.tsx';
import { DialCard } from '../contacts/dial-card.tsx';
import { CallDays } from './call-days.tsx';
import classes from './history-page.module.css';
import { useHistory } from './use-history.ts';

const pageSize = 30;

export function HistoryPage() {
  const text = useText();
  const wide = useMediaQuery('(min-width: 68rem)', undefined, { getInitialValueInEffect: false });
  const { calls, ...pages } = useHistory(pageSize);
  return (
    <Page title={text.history.title} wide>
      <div className={classes.columns}>
        {!wide && <DialCard />}
        <div>
          {calls.length > 0 && <CallDays calls={calls} />}
          {pages.state === 'complete' && calls.length === 0 && (
            <Blank title={text.history.empty} hint={text.history.emptyHint} />
          )}
          <ListEnd pages={pages} />
        </div>
        {wide && <DialCard />}
      </div>
    </Page>
  );
}
