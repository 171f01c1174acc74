import {
  type AcceptInvitation,
  type ChangePassword,
  Invitee,
  type PasskeyResponse,
  type PasswordSignIn,
  Session,
} from '@sky-genesis/protocol';
import { answerByNewPasskey, answerByPasskey } from './passkey-ceremony.ts';
import type { Requests } from './request.ts';

const root = '/api/v1/auth';

/** Sign-in, invitations and passwords. Every method throws what `Requests` throws. */
export interface AuthApi {
  session(): Promise<Session>;
  signIn(body: PasswordSignIn): Promise<Session>;
  /** @throws also the browser's error when the person breaks the passkey dialogue off */
  signInByPasskey(): Promise<Session>;
  signOut(): Promise<void>;
  /** Whom a one-time link is for; it stays as good as it was. */
  openInvitation(token: string): Promise<Invitee>;
  /** A new passkey to accept the link with. @throws also the browser's error when the person breaks it off */
  makeInvitedPasskey(token: string): Promise<PasskeyResponse>;
  acceptInvitation(body: AcceptInvitation): Promise<Session>;
  changePassword(body: ChangePassword): Promise<void>;
}

export function createAuthApi(requests: Requests): AuthApi {
  const session = `${root}/session`;
  const invitations = `${root}/invitations`;
  const passkey = `${root}/passkeys/sign-in`;
  return {
    session: () => requests.read(Session, { method: 'GET', path: session }),
    signIn: (body) => requests.read(Session, { method: 'POST', path: session, body }),
    signOut: () => requests.send({ method: 'DELETE', path: session }),
    openInvitation: (token) =>
      requests.read(Invitee, { method: 'POST', path: `${invitations}/open`, body: { token } }),
    makeInvitedPasskey: (token) =>
      answerByNewPasskey(requests, `${invitations}/passkey-options`, { token }),
    acceptInvitation: (body) =>
      requests.read(Session, { method: 'POST', path: `${invitations}/accept`, body }),
    changePassword: (body) => requests.send({ method: 'PUT', path: `${root}/password`, body }),
    signInByPasskey: async () => {
      const body = await answerByPasskey(requests, `${passkey}/options`);
      return requests.read(Session, { method: 'POST', path: passkey, body });
    },
  };
}
