import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { LanguageProvider } from '../i18n/language.tsx';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { PreferencesProvider } from '../preferences/preferences-context.tsx';
import { Entrance } from './entrance.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { type Services, ServicesProvider } from './services.tsx';
import { theme } from './theme.ts';

export function App(props: { readonly services: Services; readonly preferences: PreferenceStore }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <PreferencesProvider store={props.preferences}>
        <LanguageProvider>
          <ErrorBoundary>
            <ServicesProvider services={props.services}>
              <Entrance />
              <Notifications position="top-right" limit={3} />
            </ServicesProvider>
          </ErrorBoundary>
        </LanguageProvider>
      </PreferencesProvider>
    </MantineProvider>
  );
}
