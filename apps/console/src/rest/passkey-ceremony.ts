import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { ProtocolError } from '@sky-genesis/client';
import {
  PasskeyOptions,
  type PasskeyResponse,
  type PresentedInvitation,
} from '@sky-genesis/protocol';
import type { Requests } from './request.ts';

type Json = Readonly<Record<string, unknown>>;

const isRequest = (json: Json): json is Json & PublicKeyCredentialRequestOptionsJSON =>
  typeof json.challenge === 'string';

const isCreation = (json: Json): json is Json & PublicKeyCredentialCreationOptionsJSON =>
  typeof json.challenge === 'string' &&
  typeof json.rp === 'object' &&
  typeof json.user === 'object';

/**
 * Asks the server at `path` for a challenge and the browser for its answer by an existing passkey.
 *
 * @throws what `Requests` throws, and the browser's error when the person breaks it off
 */
export async function answerByPasskey(requests: Requests, path: string): Promise<PasskeyResponse> {
  const question = { method: 'POST', path } as const;
  const { challenge_id, options } = await requests.read(PasskeyOptions, question);
  if (!isRequest(options)) throw new ProtocolError('no passkey challenge in the answer');
  return { challenge_id, response: { ...(await startAuthentication({ optionsJSON: options })) } };
}

/** As `answerByPasskey`, with a new passkey. @param body says for whom, where no session does */
export async function answerByNewPasskey(
  requests: Requests,
  path: string,
  body?: PresentedInvitation,
): Promise<PasskeyResponse> {
  const question = { method: 'POST', path, body } as const;
  const { challenge_id, options } = await requests.read(PasskeyOptions, question);
  if (!isCreation(options)) throw new ProtocolError('no passkey challenge in the answer');
  return { challenge_id, response: { ...(await startRegistration({ optionsJSON: options })) } };
}

/** Why this page cannot use passkeys at all: WebAuthn wants a secure page under a host name (not an address). */
export function passkeysPossible(): boolean {
  const { hostname } = window.location;
  const isAddress = /^[\d.]+$/.test(hostname) || hostname.startsWith('[');
  return window.isSecureContext && 'PublicKeyCredential' in window && !isAddress;
}
