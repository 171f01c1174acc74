import { SgeError } from '@sky-genesis/client';
import type {
  AcceptInvitation,
  Invitee,
  PasswordSignIn,
  Session,
  User,
} from '@sky-genesis/protocol';
import type { AuthApi } from '../rest/auth-api.ts';

/** Who uses this page. `welcome`: came by a one-time link, and has yet to choose a way to sign in. */
export type SessionState =
  | { readonly kind: 'opening'; readonly invited: boolean }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'invitation_refused'; readonly error: unknown }
  | { readonly kind: 'signed_out'; readonly byUser: boolean }
  | { readonly kind: 'welcome'; readonly token: string; readonly invitee: Invitee }
  | { readonly kind: 'signed_in'; readonly session: Session };

export interface SessionStore {
  read(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Looks at the one-time link if the page was opened by one, else looks for a running session. */
  open(invitation: string | null): Promise<void>;
  /** Uses the one-time link up. */
  accept(body: AcceptInvitation): Promise<void>;
  signIn(body: PasswordSignIn): Promise<void>;
  signInByPasskey(): Promise<void>;
  signOut(): Promise<void>;
  /** The server no longer knows the session. */
  expired(): void;
  /** An invalid link was put aside. */
  proceed(): void;
  /** The signed-in user's own data has changed. */
  update(user: User): void;
}

export function createSessionStore(auth: AuthApi): SessionStore {
  let state: SessionState = { kind: 'opening', invited: false };
  const listeners = new Set<() => void>();
  const become = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const signedIn = (session: Session): void => become({ kind: 'signed_in', session });
  const resume = async (): Promise<void> => {
    try {
      signedIn(await auth.session());
    } catch (error) {
      become(
        error instanceof SgeError ? { kind: 'signed_out', byUser: false } : { kind: 'unreachable' },
      );
    }
  };
  const look = async (token: string): Promise<void> => {
    try {
      become({ kind: 'welcome', token, invitee: await auth.openInvitation(token) });
    } catch (error) {
      const refused = error instanceof SgeError;
      become(refused ? { kind: 'invitation_refused', error } : { kind: 'unreachable' });
    }
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: (invitation) => {
      become({ kind: 'opening', invited: invitation !== null });
      return invitation === null ? resume() : look(invitation);
    },
    accept: async (body) => signedIn(await auth.acceptInvitation(body)),
    signIn: async (body) => signedIn(await auth.signIn(body)),
    signInByPasskey: async () => signedIn(await auth.signInByPasskey()),
    signOut: async () => {
      await auth.signOut();
      become({ kind: 'signed_out', byUser: true });
    },
    expired: () => become({ kind: 'signed_out', byUser: false }),
    proceed: () => {
      if (state.kind === 'invitation_refused') become({ kind: 'signed_out', byUser: false });
    },
    update: (user) => {
      if (state.kind === 'signed_in') {
        become({ ...state, session: { ...state.session, user } });
      }
    },
  };
}
