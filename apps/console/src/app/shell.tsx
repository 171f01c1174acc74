import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Logo } from '../brand/logo.tsx';
import { useDesk } from '../features/call/use-desk.ts';
import { ContactsPage } from '../features/contacts/contacts-page.tsx';
import { HistoryPage } from '../features/history/history-page.tsx';
import { useMeetingFills } from '../features/meeting/use-meeting.ts';
import { PeoplePage } from '../features/people/people-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { useText } from '../i18n/language.tsx';
import { PresenceMenu } from '../presence/presence-menu.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { useWorkplace } from './workplace.tsx';

/** Navigation beside the page on a desk, below it on a phone. */
export function Shell() {
  const text = useText();
  const narrow = useMediaQuery('(max-width: 52rem)', undefined, { getInitialValueInEffect: false });
  const { stage, placing, minimised } = useDesk();
  const [address] = useLocation();
  const meeting = useMeetingFills();
  const covered = meeting || placing !== null || (stage !== null && !minimised);
  return (
    <div className={classes.shell} inert={covered}>
      <a href="#main" className={classes.skip}>
        {text.common.skip}
      </a>
      <header className={classes.side}>
        <Logo />
        {narrow ? <PresenceMenu compact /> : <Navigation />}
        {!narrow && <PresenceMenu />}
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Banners />
        <ErrorBoundary key={address}>
          <Suspense fallback={null}>
            <Pages />
          </Suspense>
        </ErrorBoundary>
      </main>
      {narrow && (
        <div className={classes.tabs}>
          <Navigation />
        </div>
      )}
    </div>
  );
}

const RoomsPage = lazy(async () => ({
  default: (await import('../features/rooms/rooms-page.tsx')).RoomsPage,
}));
const RoomPage = lazy(async () => ({
  default: (await import('../features/rooms/room-page.tsx')).RoomPage,
}));
const TelephonyPage = lazy(async () => ({
  default: (await import('../features/telephony/telephony-page.tsx')).TelephonyPage,
}));

function Pages() {
  const { me } = useWorkplace();
  return (
    <Switch>
      <Route path="/" component={ContactsPage} />
      <Route path="/calls" component={HistoryPage} />
      <Route path="/rooms" component={RoomsPage} />
      <Route path="/rooms/:id">{({ id }) => <RoomPage id={id} />}</Route>
      {me.role === 'admin' && <Route path="/people" component={PeoplePage} />}
      {me.role === 'admin' && <Route path="/telephony" component={TelephonyPage} />}
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  );
}
