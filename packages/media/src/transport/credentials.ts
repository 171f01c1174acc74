import { type TransportCredentials, TransportRefused } from './media-transport.ts';

/** RFC 8839 section 5.4: ice-char, and what else may appear in a fingerprint or a hash name. */
const ICE_UFRAG = /^[A-Za-z0-9+/]{4,256}$/;
const ICE_PWD = /^[A-Za-z0-9+/]{22,256}$/;
const FINGERPRINT = /^sha-(?:1|224|256|384|512) [0-9A-F]{2}(?::[0-9A-F]{2}){19,63}$/i;

/** @throws TransportRefused for credentials that are not what RFC 8839 and RFC 8122 allow */
export function checkCredentials({ iceUfrag, icePwd, fingerprint }: TransportCredentials): void {
  if (!ICE_UFRAG.test(iceUfrag) || !ICE_PWD.test(icePwd))
    throw new TransportRefused('The ICE credentials are not of the form of RFC 8839.');
  if (!FINGERPRINT.test(fingerprint))
    throw new TransportRefused('The certificate fingerprint is not of the form of RFC 8122.');
}
