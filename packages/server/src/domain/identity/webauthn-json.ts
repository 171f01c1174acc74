import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Our own limit: no authenticator's answer is near it. */
const MAX_FIELD_CHARS = 16_384;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

type Fields = Readonly<Record<string, unknown>>;

/** `RegistrationResponseJSON` (WebAuthn Level 3 §5.1.8) out of what a browser has sent; undefined if it is not. */
export function parseRegistration(input: Fields): RegistrationResponseJSON | undefined {
  const id = encoded(input.id);
  const response = fields(input.response);
  const clientDataJSON = encoded(response?.clientDataJSON);
  const attestationObject = encoded(response?.attestationObject);
  if (id === undefined || clientDataJSON === undefined || attestationObject === undefined) {
    return undefined;
  }
  if (input.type !== 'public-key' || input.rawId !== id) return undefined;
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject },
  };
}

/** `AuthenticationResponseJSON` (WebAuthn Level 3 §5.1.8), likewise. */
export function parseAuthentication(input: Fields): AuthenticationResponseJSON | undefined {
  const id = encoded(input.id);
  const response = fields(input.response);
  const clientDataJSON = encoded(response?.clientDataJSON);
  const authenticatorData = encoded(response?.authenticatorData);
  const signature = encoded(response?.signature);
  if (id === undefined || clientDataJSON === undefined) return undefined;
  if (authenticatorData === undefined || signature === undefined) return undefined;
  if (input.type !== 'public-key' || input.rawId !== id) return undefined;
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, authenticatorData, signature },
  };
}

/** How the authenticator can be reached (`usb`, `internal`, …): a hint for the next sign-in. */
export function parseTransports(input: Fields): readonly string[] {
  const transports = fields(input.response)?.transports;
  if (!Array.isArray(transports)) return [];
  const words: unknown[] = transports.slice(0, 8);
  return words
    .filter((word) => typeof word === 'string')
    .filter((word) => /^[a-z-]{1,20}$/.test(word));
}

function encoded(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_FIELD_CHARS) return undefined;
  return BASE64URL.test(value) ? value : undefined;
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
