import { existsSync, globSync } from 'node:fs';

/** A real program that tests meet. The Debian package brings it, on CI too. */
export interface Peer {
  readonly package: string;
  /** A path, or a glob where the package puts a version in it. */
  readonly binary: string;
  readonly why: string;
  /** Debian does not ship it, so even CI may lack it. */
  readonly mayBeMissingOnCi?: true;
}

export const peers = {
  chromium: {
    package: 'chromium',
    binary: '/usr/bin/chromium',
    why: 'calls between two browsers',
  },
  firefox: {
    package: 'firefox-esr',
    binary: '/usr/bin/firefox-esr',
    why: 'a call between two makes of browser',
  },
  postgresql: {
    package: 'postgresql',
    binary: '/usr/lib/postgresql/*/bin/postgres',
    why: 'the storage contract against the real server',
  },
  sipp: {
    package: 'sip-tester',
    binary: '/usr/bin/sipp',
    why: 'SIP calls from a caller that is not ours',
  },
  baresip: {
    package: 'baresip-core',
    binary: '/usr/bin/baresip',
    why: 'a SIP phone that registers, calls and is called',
  },
  kamailio: {
    package: 'kamailio',
    binary: '/usr/sbin/kamailio',
    why: 'a SIP proxy between the ends: routes, forks, paths',
  },
  rtpengine: {
    package: 'rtpengine-daemon',
    binary: '/usr/bin/rtpengine',
    why: 'a media relay in C: what relaying is measured against',
  },
  coturn: {
    package: 'coturn',
    binary: '/usr/bin/turnserver',
    why: 'calls that are relayed, by the configuration we ship',
  },
  whipClient: {
    package: 'simple-whip-client',
    binary: '/usr/bin/whip-client',
    why: 'a publisher by WHIP that is not ours',
  },
  gcc: {
    package: 'gcc',
    binary: '/usr/bin/gcc',
    why: 'builds the library that keeps the WHIP client of Debian 12 alive',
  },
  pythonGst: {
    package: 'python3-gst-1.0',
    binary: '/usr/lib/python3/dist-packages/gi/overrides/Gst.py',
    why: 'drives GStreamer as a WHEP player',
  },
  gstWebrtcBinding: {
    package: 'gir1.2-gst-plugins-bad-1.0',
    binary: '/usr/lib/*/girepository-1.0/GstWebRTC-1.0.typelib',
    why: 'the same: WebRTC by name',
  },
  gstWebrtc: {
    package: 'gstreamer1.0-plugins-bad',
    binary: '/usr/lib/*/gstreamer-1.0/libgstwebrtc.so',
    why: 'the same: WebRTC, DTLS and SRTP',
  },
  gstRtp: {
    package: 'gstreamer1.0-plugins-good',
    binary: '/usr/lib/*/gstreamer-1.0/libgstrtp.so',
    why: 'the same: RTP, VP8 and what measures a tone',
  },
  gstNice: {
    package: 'gstreamer1.0-nice',
    binary: '/usr/lib/*/gstreamer-1.0/libgstnice.so',
    why: 'the same: ICE',
  },
  php: {
    package: 'php-cli',
    binary: '/usr/bin/php',
    why: 'runs the AGI script, as Asterisk does',
  },
  phpCurl: {
    package: 'php-curl',
    binary: '/usr/lib/php/*/curl.so',
    why: 'the same: its requests',
  },
  asterisk: {
    package: 'asterisk',
    // Debian 12 has none: whoever has built one says where.
    binary: process.env.ASTERISK_BIN ?? '/usr/sbin/asterisk',
    why: 'the PBX itself, with the configuration we ship',
    mayBeMissingOnCi: true,
  },
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;

/** The path of a peer's program; `undefined` where it is not installed. The newest version wins. */
export function findPeer(peer: Peer): string | undefined {
  if (!peer.binary.includes('*')) return existsSync(peer.binary) ? peer.binary : undefined;
  return globSync(peer.binary).sort(byNumbers).at(-1);
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Whether a test that waits for this peer may stay away from the count. */
export function mayBeMissing(name: string, onCi: boolean): boolean {
  const known: Readonly<Record<string, Peer>> = peers;
  const peer = known[name];
  return peer !== undefined && (!onCi || peer.mayBeMissingOnCi === true);
}
