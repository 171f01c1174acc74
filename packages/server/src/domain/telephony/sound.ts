export const SRTP_MODES = ['off', 'sdes', 'dtls'] as const;
/** How a leg's sound is kept from others: not at all, by keys in the SDP (RFC 4568), by DTLS and ICE (RFC 5763). */
export type SrtpMode = (typeof SRTP_MODES)[number];
export const SIP_CODECS = ['opus', 'g722', 'pcma', 'pcmu'] as const;
export type SipCodec = (typeof SIP_CODECS)[number];
