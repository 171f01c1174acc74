/** What one end of a connection tells the other. */
export interface Remote {
  readonly iceUfrag: string;
  readonly icePwd: string;
  readonly fingerprint: string;
  readonly setup: string;
  /** `candidate:…` values. */
  readonly candidates: string[];
}

/** Reads them out of any SDP with one BUNDLE. */
export function readRemote(sdp: string): Remote {
  const values = (name: string): readonly string[] =>
    [...sdp.matchAll(new RegExp(`^a=${name}:(.*?)\\r?$`, 'gm'))].map(([, value = '']) => value);
  const value = (name: string): string => {
    const [first] = values(name);
    if (first === undefined) throw new Error(`there is no a=${name} in ${sdp}`);
    return first;
  };
  const candidates = [...new Set(values('candidate').filter((text) => /\budp\b/i.test(text)))];
  return {
    iceUfrag: value('ice-ufrag'),
    icePwd: value('ice-pwd'),
    fingerprint: value('fingerprint'),
    setup: value('setup'),
    candidates: candidates.map((text) => `candidate:${text}`),
  };
}

/** The one m-line by which libdatachannel is used as a mere transport: see packages/media. */
export function transportSdp({ iceUfrag, icePwd, fingerprint, setup }: Remote): string {
  return [
    'v=0',
    'o=- 2 1 IN IP4 127.0.0.1',
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
