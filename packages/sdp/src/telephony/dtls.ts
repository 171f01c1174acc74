/** Which end opens the DTLS handshake (RFC 8842); `actpass` leaves the choice to the answerer. */
export const DTLS_SETUPS = ['active', 'passive', 'actpass'] as const;
export type DtlsSetup = (typeof DTLS_SETUPS)[number];

/**
 * SRTP by DTLS (RFC 5763) on a path that ICE finds (RFC 8839), as one end describes it. RTCP is multiplexed. We are the lite
 * end of ICE (RFC 8445 §2.5): the other one makes the checks.
 */
export interface DtlsDescription {
  readonly iceUfrag: string;
  readonly icePwd: string;
  /** Hash name and colon-separated hex. */
  readonly fingerprint: string;
  readonly setup: DtlsSetup;
  /** `candidate:…` values of ours; those of the peer are of no use here. */
  readonly candidates: readonly string[];
  /** Of its section (RFC 5888), where it has one. */
  readonly mid: string | null;
}

/** The role of who answers: that which is left, and `active` where both are (RFC 8842 §5.3). */
export function answeringSetup(offered: DtlsSetup): DtlsSetup {
  return offered === 'active' ? 'passive' : 'active';
}

export function dtlsLines(dtls: DtlsDescription): readonly string[] {
  return [
    ...(dtls.mid === null ? [] : [`a=mid:${dtls.mid}`]),
    `a=ice-ufrag:${dtls.iceUfrag}`,
    `a=ice-pwd:${dtls.icePwd}`,
    `a=fingerprint:${dtls.fingerprint}`,
    `a=setup:${dtls.setup}`,
    ...dtls.candidates.map((candidate) => `a=${candidate}`),
    'a=end-of-candidates',
  ];
}
