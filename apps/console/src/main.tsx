import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'virtual:theme-variables.css';
import './app/tokens.css';
import { createBrowserClient } from '@sky-genesis/client/browser';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import type { Services } from './app/services.tsx';
import { chooseLanguage } from './i18n/catalogue.ts';
import { createPreferenceStore, type PreferenceStore } from './preferences/preferences.ts';
import { createAuthApi } from './rest/auth-api.ts';
import { createBlocksApi } from './rest/blocks-api.ts';
import { createPasskeysApi } from './rest/passkeys-api.ts';
import { createPeopleApi } from './rest/people-api.ts';
import { createRequests } from './rest/request.ts';
import { createTelephonyApi } from './rest/telephony-api.ts';
import { takeInvitation } from './session/invitation-link.ts';
import { createSessionStore } from './session/session-store.ts';

function createServices(preferences: PreferenceStore): Services {
  const language = () => preferences.read().language ?? chooseLanguage(navigator.languages);
  const requests = createRequests(language);
  const auth = createAuthApi(requests);
  return {
    session: createSessionStore(auth),
    auth,
    passkeys: createPasskeysApi(requests),
    people: createPeopleApi(requests),
    blocks: createBlocksApi(requests),
    telephony: createTelephonyApi(requests),
    createClient: () => createBrowserClient({ language }),
  };
}

const preferences = createPreferenceStore(window.localStorage);
const services = createServices(preferences);
const container = document.getElementById('root');
if (container) {
  createRoot(container).render(<App services={services} preferences={preferences} />);
  void services.session.open(takeInvitation(window.location, window.history));
}
