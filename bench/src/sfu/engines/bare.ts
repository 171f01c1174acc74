import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stream } from '../browser-sdp.ts';
import { type Browser, LoadGenerator } from '../load/load-generator.ts';
import type { Remote } from '../remote.ts';
import { readBareReply } from './bare-messages.ts';
import { CAMERA, type Sfu } from './sfu.ts';

const MAIN = new URL('./bare-forwarder.ts', import.meta.url);

/** The bare rewriting forwarder. */
export class Bare implements Sfu {
  readonly name = 'bare forwarder on node-datachannel';
  readonly findingMs = 0;
  readonly load: LoadGenerator;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (local: Remote) => void>();
  #requests = 0;

  constructor(address: string) {
    this.load = new LoadGenerator(address);
    this.#child = fork(fileURLToPath(MAIN), [address]);
    this.#child.on('message', (value) => {
      const reply = readBareReply(value);
      if (reply !== undefined) this.#waiting.get(reply.id)?.(reply.local);
    });
  }

  get pids(): readonly number[] {
    return this.#child.pid === undefined ? [] : [this.#child.pid];
  }

  async publish(): Promise<void> {
    const browser = await this.#join('publisher', [CAMERA]);
    await browser.opened();
  }

  async subscribe(): Promise<number> {
    const startMs = performance.now();
    const browser = await this.#join('subscriber', []);
    await browser.heard();
    return performance.now() - startMs;
  }

  async stop(): Promise<void> {
    this.load.stop();
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async #join(role: 'publisher' | 'subscriber', streams: readonly Stream[]): Promise<Browser> {
    const browser = await this.load.open(streams);
    this.#requests += 1;
    const id = this.#requests;
    const answered = Promise.withResolvers<Remote>();
    this.#waiting.set(id, answered.resolve);
    this.#child.send({ id, role, remote: browser.local });
    await browser.connect(await answered.promise);
    this.#waiting.delete(id);
    return browser;
  }
}
