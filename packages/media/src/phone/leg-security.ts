import { SrtcpReceiver, SrtcpSender } from '../srtp/srtcp.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp.ts';

/** What every packet of a leg goes through, each way. */
export interface LegSecurity {
  sealRtp(packet: Uint8Array): Uint8Array;
  /** Undefined for what is not authentic. */
  openRtp(packet: Uint8Array): Uint8Array | undefined;
  sealRtcp(packet: Uint8Array): Uint8Array;
  openRtcp(packet: Uint8Array): Uint8Array | undefined;
}

export const PLAIN: LegSecurity = {
  sealRtp: (packet) => packet,
  openRtp: (packet) => packet,
  sealRtcp: (packet) => packet,
  openRtcp: (packet) => packet,
};

export function srtpSecurity(keys: {
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
}): LegSecurity {
  const [rtpOut, rtcpOut] = [new SrtpSender(keys.local), new SrtcpSender(keys.local)];
  const [rtpIn, rtcpIn] = [new SrtpReceiver(keys.remote), new SrtcpReceiver(keys.remote)];
  return {
    sealRtp: (packet) => rtpOut.protect(packet),
    openRtp: (packet) => rtpIn.unprotect(packet),
    sealRtcp: (packet) => rtcpOut.protect(packet),
    openRtcp: (packet) => rtcpIn.unprotect(packet),
  };
}
