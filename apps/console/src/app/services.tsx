import type { VoipClient } from '@sky-genesis/client';
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { AuthApi } from '../rest/auth-api.ts';
import type { BlocksApi } from '../rest/blocks-api.ts';
import type { PasskeysApi } from '../rest/passkeys-api.ts';
import type { PeopleApi } from '../rest/people-api.ts';
import type { TelephonyApi } from '../rest/telephony-api.ts';
import type { SessionState, SessionStore } from '../session/session-store.ts';

/** What the page is built on, made once in `main.tsx`. */
export interface Services {
  readonly session: SessionStore;
  readonly auth: AuthApi;
  readonly passkeys: PasskeysApi;
  readonly people: PeopleApi;
  readonly blocks: BlocksApi;
  readonly telephony: TelephonyApi;
  /** A client of the signed-in user, not connected yet. */
  readonly createClient: () => VoipClient;
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider(props: {
  readonly services: Services;
  readonly children: ReactNode;
}) {
  return <ServicesContext value={props.services}>{props.children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}

export function useSessionState(): SessionState {
  const { session } = useServices();
  return useSyncExternalStore(session.subscribe, session.read);
}
