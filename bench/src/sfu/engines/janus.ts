import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadGenerator } from '../load/load-generator.ts';
import { readRemote } from '../remote.ts';
import { JanusApi } from './janus-api.ts';
import { CAMERA, type Sfu } from './sfu.ts';

const ROOM = 1;
const START_MS = 10_000;
const RETRY_MS = 50;

/** Janus's VideoRoom, from the distribution's package, with one room. */
export class Janus implements Sfu {
  readonly name: string;
  readonly findingMs = 0;
  readonly load: LoadGenerator;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #api: JanusApi;
  #feed = 0;

  private constructor(name: string, load: LoadGenerator, started: Started, api: JanusApi) {
    this.name = name;
    this.load = load;
    this.#process = started.child;
    this.#folder = started.folder;
    this.#api = api;
  }

  /**
   * @param port for its API, on the loopback
   * @param eventLoops threads that share all connections; without, each has one of its own
   * @throws when it is not installed, does not start, or is to use a loopback address
   */
  static async start(address: string, port: number, eventLoops?: number): Promise<Janus> {
    const name = eventLoops === undefined ? 'Janus (default)' : `Janus event_loops=${eventLoops}`;
    if (address.startsWith('127.')) throw new Error('it gathers no loopback candidates');
    const started = launch(address, port, eventLoops);
    try {
      const api = await connected(started.child, `ws://127.0.0.1:${port}`);
      const handle = await api.attach();
      // Everything that is on in the product: NACK is, with `rtcp-fb` in the offer.
      const room = { room: ROOM, publishers: 100, videocodec: 'vp8', transport_wide_cc_ext: true };
      await api.message(handle, { request: 'create', ...room });
      return new Janus(name, new LoadGenerator(address), started, api);
    } catch (error) {
      end(started);
      throw error;
    }
  }

  get pids(): readonly number[] {
    return this.#process.pid === undefined ? [] : [this.#process.pid];
  }

  async publish(): Promise<void> {
    const handle = await this.#api.attach();
    const browser = await this.load.open([CAMERA]);
    const joined = await this.#api.message(
      handle,
      { request: 'joinandconfigure', ptype: 'publisher', room: ROOM, audio: false, video: true },
      { type: 'offer', sdp: browser.offer() },
    );
    this.#feed = joined.plugindata?.data.id ?? 0;
    await browser.connect(readRemote(joined.jsep?.sdp ?? ''));
    await browser.opened();
  }

  async subscribe(): Promise<number> {
    const startMs = performance.now();
    const handle = await this.#api.attach();
    const streams = [{ feed: this.#feed }];
    const joined = await this.#api.message(handle, {
      request: 'join',
      ptype: 'subscriber',
      room: ROOM,
      streams,
    });
    const offer = joined.jsep?.sdp ?? '';
    // As the DTLS server: a first message that Janus is not ready for would be repeated after 1 s only.
    const remote = { ...readRemote(offer), setup: 'active' };
    const browser = await this.load.open([], remote);
    const sdp = browser.answer(offer, 'passive');
    await this.#api.message(handle, { request: 'start' }, { type: 'answer', sdp });
    await browser.connect(remote);
    await browser.heard();
    return performance.now() - startMs;
  }

  async stop(): Promise<void> {
    this.load.stop();
    this.#api.close();
    const exited = once(this.#process, 'exit');
    end({ child: this.#process, folder: this.#folder });
    await exited;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly folder: string;
}

function launch(address: string, port: number, eventLoops: number | undefined): Started {
  const folder = mkdtempSync(join(tmpdir(), 'sge-janus-'));
  const loops = eventLoops === undefined ? '' : `event_loops = ${eventLoops}`;
  const others = (kind: string, names: readonly string[]): string =>
    `${kind}: { disable = "${names.map((name) => `libjanus_${name}.so`).join(',')}" }`;
  writeFileSync(
    join(folder, 'janus.jcfg'),
    [
      `general: { configs_folder = "${folder}", debug_level = 2 ${loops} }`,
      `nat: { ice_enforce_list = "${address}" }`,
      others('plugins', OTHER_PLUGINS),
      others('transports', ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq']),
      'events: { broadcast = false }',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'janus.transport.websockets.jcfg'),
    `general: { ws = true, ws_port = ${port}, ws_ip = "127.0.0.1", wss = false }`,
  );
  const child = spawn('janus', ['-F', folder, '-o'], { stdio: 'ignore' });
  child.on('error', () => undefined);
  process.once('exit', () => child.kill('SIGKILL'));
  return { child, folder };
}

const OTHER_PLUGINS = [
  'audiobridge',
  'duktape',
  'echotest',
  'lua',
  'nosip',
  'recordplay',
  'sip',
  'streaming',
  'textroom',
  'videocall',
  'voicemail',
];

async function connected(child: ChildProcess, url: string): Promise<JanusApi> {
  const untilMs = performance.now() + START_MS;
  for (;;) {
    if (child.pid === undefined || child.exitCode !== null)
      throw new Error('janus is not installed, or ended at once');
    try {
      return await JanusApi.connect(url);
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function end({ child, folder }: Started): void {
  child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
