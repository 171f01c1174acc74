import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { freePort } from '../../../../test/peers/free-port.ts';
import { programOf } from '../../../../test/peers/needs.ts';
import { type Bencoded, bencode, stringsOf } from './bencode.ts';
import { ADDRESS, type Door, type End, type Relay } from './relay.ts';

const RTP_PORTS = { min: 22_000, max: 23_999 };
const START_MS = 10_000;
const ANSWER_MS = 5000;
/** A server that is not up yet does not answer later, either. */
const PING_MS = 200;

/** rtpengine without its kernel module, with its defaults otherwise, steered by its ng protocol. */
export class Rtpengine implements Relay {
  readonly name = 'rtpengine in user space';
  readonly #child: ChildProcess;
  readonly #socket: Socket = createSocket('udp4');
  readonly #port: number;
  #requests = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  /** @throws Error where it is not installed, or never answers */
  static async start(): Promise<Rtpengine> {
    const port = await freePort();
    const ports = [`--port-min=${RTP_PORTS.min}`, `--port-max=${RTP_PORTS.max}`];
    const where = [`--interface=${ADDRESS}`, `--listen-ng=${ADDRESS}:${port}`];
    const how = ['--table=-1', '--foreground', '--log-stderr', '--log-level=3', '--delete-delay=0'];
    const child = spawn(programOf('rtpengine'), [...how, ...where, ...ports], { stdio: 'ignore' });
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    child.once('exit', () => process.off('exit', killWithUs));
    const engine = new Rtpengine(child, port);
    const endMs = performance.now() + START_MS;
    for (;;)
      try {
        await engine.#ask({ command: 'ping' }, PING_MS);
        return engine;
      } catch (error) {
        if (performance.now() < endMs && child.exitCode === null) continue;
        await engine.stop();
        throw new Error('rtpengine did not start', { cause: error });
      }
  }

  get pids(): readonly number[] {
    return [this.#child.pid ?? 0];
  }

  async connect(call: string, a: End, b: End): Promise<readonly [Door, Door]> {
    const tags = { 'call-id': call, 'from-tag': 'a' };
    const how = { ICE: 'remove', 'rtcp-mux': ['demux'], replace: ['origin'] };
    const offered = await this.#ask({
      command: 'offer',
      sdp: sdpOf(a),
      'transport-protocol': profileOf(b),
      ...tags,
      ...how,
    });
    const answered = await this.#ask({
      command: 'answer',
      sdp: sdpOf(b),
      'transport-protocol': profileOf(a),
      'to-tag': 'b',
      ...tags,
      ...how,
    });
    return [doorOf(answered), doorOf(offered)];
  }

  async stop(): Promise<void> {
    this.#socket.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  /** One request at a time; its answer's SDP, if any. */
  async #ask(request: { readonly [key: string]: Bencoded }, limitMs = ANSWER_MS): Promise<string> {
    this.#requests += 1;
    const cookie = `bench${this.#requests}`;
    const signal = AbortSignal.timeout(limitMs);
    this.#socket.send(`${cookie} ${bencode(request)}`, this.#port, ADDRESS);
    let text = '';
    // Late answers to earlier requests are passed over.
    while (!text.startsWith(`${cookie} `))
      text = String((await once(this.#socket, 'message', { signal }))[0]);
    const answer = stringsOf(text.slice(cookie.length + 1));
    const result = answer.get('result');
    if (result !== 'ok' && result !== 'pong') throw new Error(`rtpengine: ${text}`);
    return answer.get('sdp') ?? '';
  }
}

function profileOf({ key }: End): string {
  return key === undefined ? 'RTP/AVP' : 'RTP/SAVP';
}

function sdpOf(end: End): string {
  const { port, key } = end;
  const suite = 'AES_CM_128_HMAC_SHA1_80';
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${ADDRESS}`,
    's=-',
    `c=IN IP4 ${ADDRESS}`,
    't=0 0',
    `m=audio ${port} ${profileOf(end)} 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=sendrecv',
    ...(key === undefined ? [] : [`a=crypto:1 ${suite} inline:${key.toString('base64')}`]),
    '',
  ].join('\r\n');
}

function doorOf(sdp: string): Door {
  const [, port] = /^m=audio (\d+) /m.exec(sdp) ?? [];
  if (port === undefined) throw new Error(`rtpengine gave no port: ${sdp}`);
  const [, key] = /^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:([^|\s]+)/m.exec(sdp) ?? [];
  return { port: Number(port), ...(key === undefined ? {} : { key: Buffer.from(key, 'base64') }) };
}
