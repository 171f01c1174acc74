import { createHash } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { User } from '../directory/index.ts';
import type { Challenge } from './challenges.ts';
import type { Credential } from './ports.ts';
import { parseAuthentication, parseRegistration, parseTransports } from './webauthn-json.ts';

export type Passkey = Extract<Credential, { readonly kind: 'passkey' }>;
/** What the browser answered, as it came. */
export type BrowserResponse = Readonly<Record<string, unknown>>;

const NAME = 'Sky Genesis VoIP';
const TIMEOUT_MS = 5 * 60_000;
/** COSE (RFC 9053): EdDSA, ES256 and RS256, which every authenticator in use has one of. */
const ALGORITHMS = [-8, -7, -257];

/**
 * The WebAuthn ceremonies (https://www.w3.org/TR/webauthn-3/ §7.1 and §7.2) of this server. A passkey is
 * the only factor, so the authenticator must have verified the user.
 */
export class RelyingParty {
  readonly #publicUrl: () => string;

  /** @param publicUrl whose host is the relying party and whose origin the ceremonies must come from */
  constructor(publicUrl: () => string) {
    this.#publicUrl = publicUrl;
  }

  registrationOptions(
    challenge: Challenge,
    user: User,
    existing: readonly Passkey[],
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return generateRegistrationOptions({
      rpName: NAME,
      rpID: this.#site().hostname,
      userName: user.id,
      userDisplayName: user.displayName,
      userID: userHandle(user),
      challenge: Uint8Array.from(Buffer.from(challenge.value, 'base64url')),
      timeout: TIMEOUT_MS,
      attestationType: 'none',
      excludeCredentials: existing.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  signInOptions(challenge: Challenge): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return generateAuthenticationOptions({
      rpID: this.#site().hostname,
      challenge: Uint8Array.from(Buffer.from(challenge.value, 'base64url')),
      timeout: TIMEOUT_MS,
      userVerification: 'required',
    });
  }

  /** The new passkey, or undefined for anything that does not verify. */
  async register(challenge: Challenge, answer: BrowserResponse): Promise<Passkey | undefined> {
    const response = parseRegistration(answer);
    if (response === undefined) return undefined;
    const site = this.#site();
    const result = await verified(() =>
      verifyRegistrationResponse({
        response,
        expectedChallenge: challenge.value,
        expectedOrigin: site.origin,
        expectedRPID: site.hostname,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (result?.verified !== true) return undefined;
    const { credential } = result.registrationInfo;
    return {
      kind: 'passkey',
      credentialId: credential.id,
      publicKey: credential.publicKey,
      signCount: credential.counter,
      transports: parseTransports(answer),
    };
  }

  /** The passkey with its new count, or undefined: also when the count went back, as a clone's would. */
  async authenticate(
    challenge: Challenge,
    answer: BrowserResponse,
    passkey: Passkey,
  ): Promise<Passkey | undefined> {
    const response = parseAuthentication(answer);
    if (response === undefined) return undefined;
    const site = this.#site();
    const { credentialId: id, publicKey, signCount: counter } = passkey;
    const result = await verified(() =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge.value,
        expectedOrigin: site.origin,
        expectedRPID: site.hostname,
        credential: { id, publicKey: Uint8Array.from(publicKey), counter },
        requireUserVerification: true,
      }),
    );
    if (result?.verified !== true) return undefined;
    return { ...passkey, signCount: result.authenticationInfo.newCounter };
  }

  #site(): URL {
    return new URL(this.#publicUrl());
  }
}

/** The library throws on what does not verify; whatever the reason, the answer is the same. */
async function verified<T>(ceremony: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ceremony();
  } catch {
    return undefined;
  }
}

/** Names the user to authenticators without saying who it is (WebAuthn §14.6.1). */
function userHandle(user: User): Uint8Array<ArrayBuffer> {
  const digest = createHash('sha256').update(`${user.org}\0${user.id}`).digest();
  return Uint8Array.from(digest);
}
