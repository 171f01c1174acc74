import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild } from './child.ts';
import { programOf } from './needs.ts';

/** What a publisher needs to be installed. */
export const WHIP_PEERS = ['whipClient', 'gcc'] as const;

export interface WhipOptions {
  /** The WHIP endpoint. */
  readonly url: string;
  readonly token: string;
  readonly hertz: number;
  /** Of the whole picture: a pattern of GStreamer's videotestsrc. */
  readonly colour: 'red' | 'green' | 'blue';
  /** As an RTP payload format; H.264 in its constrained baseline profile. */
  readonly codec?: 'VP8' | 'H264';
}

export interface WhipClient {
  /** What it has said so far. */
  readonly log: () => string;
  /** Ends it as a person at its terminal does: it deletes its session. */
  stop(): Promise<void>;
}

const encoders = {
  VP8: 'vp8enc deadline=1 ! rtpvp8pay',
  H264: 'x264enc tune=zerolatency key-int-max=30 ! video/x-h264,profile=constrained-baseline ! rtph264pay config-interval=-1 aggregate-mode=zero-latency',
} as const;

/** Debian's simple-whip-client, which publishes a tone and a picture of one colour. */
export function startWhipClient(options: WhipOptions): WhipClient {
  const { url, token, hertz, colour, codec = 'VP8' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sge-whip-'));
  const rtp = (media: string, name: string, payload: number) =>
    `queue ! application/x-rtp,media=${media},encoding-name=${name},payload=${payload}`;
  const sound = `audiotestsrc is-live=true wave=sine freq=${hertz} volume=0.5 ! audioconvert ! audioresample`;
  const picture = `videotestsrc is-live=true pattern=${colour} ! video/x-raw,width=320,height=180,framerate=15/1 ! videoconvert`;
  const args = [
    ...['--url', url, '--token', token, '--disable-colors'],
    ...['--audio', `${sound} ! queue ! opusenc ! rtpopuspay pt=100 ! ${rtp('audio', 'OPUS', 100)}`],
    ...['--video', `${picture} ! queue ! ${encoders[codec]} pt=96 ! ${rtp('video', codec, 96)}`],
  ];
  const child = spawn(programOf('whipClient'), args, {
    env: { ...process.env, LD_LIBRARY_PATH: withoutUpnp(folder) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return {
    log: () => text,
    stop: async () => {
      process.off('exit', killWithUs);
      await endChild(child, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Debian 12's client speaks HTTP by libsoup 2, while the ICE library it loads brings libsoup 3 along for UPnP; both in
 * one process end it. So it gets a UPnP library that does nothing in the place of the real one.
 *
 * @returns the folder in which it lies
 */
function withoutUpnp(folder: string): string {
  const library = 'libgupnp-igd-1.0.so.4';
  const source = `
    void *gupnp_simple_igd_thread_new(void) { return 0; }
    unsigned long gupnp_simple_igd_get_type(void) { return 0; }
    void gupnp_simple_igd_add_port(void) {}
    void gupnp_simple_igd_remove_port_local(void) {}`;
  const options = ['-shared', '-nostdlib', '-fPIC', `-Wl,-soname,${library}`];
  const args = [...options, '-o', join(folder, library), '-x', 'c', '-'];
  const built = spawnSync(programOf('gcc'), args, { input: source, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`gcc: ${built.stderr}`);
  return folder;
}
