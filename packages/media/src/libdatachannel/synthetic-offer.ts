import { checkCredentials } from '../transport/credentials.ts';
import type { TransportCredentials } from '../transport/media-transport.ts';

/**
 * The offer that libdatachannel is given in a browser's stead. It drops RTP of SSRCs that its SDP
 * does not announce, unless there is exactly one track, which then receives everything; so there is
 * one m-line whatever the browser sends. Without candidates: the browser is found as peer-reflexive,
 * after an authenticated check, so nothing reaches DTLS from an address that has not passed one.
 *
 * @throws TransportRefused for credentials that are not what RFC 8839 and RFC 8122 allow
 */
export function syntheticOffer(remote: TransportCredentials): string {
  const { iceUfrag, icePwd, fingerprint, setup } = remote;
  checkCredentials(remote);
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
    `a=ice-ufrag:${iceUfrag}`,
    `a=ice-pwd:${icePwd}`,
    `a=fingerprint:${fingerprint}`,
    `a=setup:${setup}`,
    '',
  ].join('\r\n');
}
