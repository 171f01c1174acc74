import { useMediaQuery } from '@mantine/hooks';
import { Page } from '../../app/page.tsx';
import { useText } from '../../i18n/language.tsx';
import { RecentCalls } from '../history/recent-calls.tsx';
import { ContactList } from './contact-list.tsx';
import classes from './contacts-page.module.css';
import { DialCard } from './dial-card.tsx';

/** The home page: whom one can call, and on a wide screen whom one has talked to. */
export function ContactsPage() {
  const text = useText();
  const wide = useMediaQuery('(min-width: 68rem)', undefined, { getInitialValueInEffect: false });
  return (
    <Page title={text.contacts.title} wide>
      <div className={classes.columns}>
        <ContactList />
        {wide && (
          <aside className={classes.aside} aria-label={text.history.recent}>
            <DialCard />
            <RecentCalls />
          </aside>
        )}
      </div>
    </Page>
  );
}
