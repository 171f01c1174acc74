import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a player needs to be installed. */
export const WHEP_PEERS = [
  ...['pythonGst', 'gstWebrtcBinding', 'gstWebrtc', 'gstRtp', 'gstNice'],
] as const;

const script = fileURLToPath(new URL('./whep-player.py', import.meta.url));
const limitMs = 20_000;

export interface WhepOptions {
  /** The WHEP endpoint. */
  readonly url: string;
  readonly token: string;
}

/** What a player says: one thing at a time. */
interface Told {
  readonly state?: string;
  readonly colour?: readonly number[];
  readonly hertz?: number;
  /** HTTP status with which the endpoint has refused. */
  readonly refused?: number;
}

/** GStreamer's webrtcbin as a player (VP8 and Opus), which says what it sees and hears. */
export class WhepPlayer {
  readonly #child: ChildProcess;
  readonly #hearers = new Set<(told: Told) => void>();
  readonly #killWithUs: () => void;
  #last: Told = {};
  #errors = '';

  constructor({ url, token }: WhepOptions) {
    // Debian's own interpreter: the bindings are its packages.
    const child = spawn('/usr/bin/python3', [script, url, token], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#killWithUs = () => child.kill('SIGKILL');
    process.once('exit', this.#killWithUs);
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#errors += chunk;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told: Told = JSON.parse(line);
      this.#last = { ...this.#last, ...told };
      for (const hear of this.#hearers) hear(told);
    });
  }

  /** The middle of the picture has this colour, but for what video coding does to it. */
  async sees(rgb: readonly number[]): Promise<void> {
    const near = (value: number, index: number) => Math.abs(value - (rgb[index] ?? 0)) < 48;
    await this.#until(`rgb(${rgb})`, ({ colour }) => colour?.every(near) === true);
  }

  /** The strongest tone is this, to within a twentieth. */
  async hears(wanted: number): Promise<void> {
    const near = (hertz: number) => Math.abs(hertz - wanted) < wanted / 20;
    await this.#until(`${wanted} Hz`, ({ hertz }) => hertz !== undefined && near(hertz));
  }

  /** The endpoint refuses the offer with this status. */
  async isRefused(status: number): Promise<void> {
    await this.#until(`refused with ${status}`, ({ refused }) => refused === status);
  }

  /** Ends it, which deletes its session. */
  async stop(): Promise<void> {
    process.off('exit', this.#killWithUs);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await exit;
  }

  async #until(what: string, holds: (told: Told) => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (why: string) => () =>
      reject(new Error(`${what}: ${why}; last ${JSON.stringify(this.#last)}\n${this.#errors}`));
    const hear = (told: Told) => {
      if (holds(told)) resolve();
    };
    const limit = setTimeout(fail('not in time'), limitMs);
    const ended = fail('the player has ended');
    this.#child.once('exit', ended);
    this.#hearers.add(hear);
    hear(this.#last);
    await promise.finally(() => {
      clearTimeout(limit);
      this.#child.off('exit', ended);
      this.#hearers.delete(hear);
    });
  }
}
