import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { browserOffer, receivingAnswer, type Stream } from '../browser-sdp.ts';
import type { Remote } from '../remote.ts';
import { type LoadCommand, type LoadCounts, type LoadReply, readLoadReply } from './messages.ts';

const MAIN = new URL('./main.ts', import.meta.url);
const ANSWER_MS = 10_000;

/** The process of the load, as its owner steers it. */
export class LoadGenerator {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<LoadReply>>();
  #requests = 0;
  #peers = 0;

  constructor(address: string) {
    this.#child = fork(fileURLToPath(MAIN), [address]);
    this.#child.on('message', (value) => {
      const reply = readLoadReply(value);
      if (reply === undefined) return;
      const waiting = this.#waiting.get(reply.id);
      if (reply.error === undefined) waiting?.resolve(reply);
      else waiting?.reject(new Error(reply.error));
    });
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the load has ended'));
    });
  }

  /** A new browser that sends `streams`: the offerer, or the answerer of `remote`. */
  async open(streams: readonly Stream[], remote?: Remote): Promise<Browser> {
    this.#peers += 1;
    const peer = this.#peers;
    const role = remote === undefined ? {} : { remote };
    const { local } = await this.#request({ kind: 'open', peer, streams: [...streams], ...role });
    if (local === undefined) throw new Error('the load has opened nothing');
    return new Browser(peer, local, streams, (command) => this.#request(command));
  }

  async pace(rates: { readonly audio: number; readonly video: number }): Promise<void> {
    await this.#request({ kind: 'pace', ...rates });
  }

  async counts(): Promise<LoadCounts> {
    const { counts } = await this.#request({ kind: 'counts' });
    if (counts === undefined) throw new Error('the load has counted nothing');
    return counts;
  }

  stop(): void {
    this.#child.disconnect();
  }

  async #request(command: LoadCommand): Promise<LoadReply> {
    this.#requests += 1;
    const id = this.#requests;
    const waiting = Promise.withResolvers<LoadReply>();
    this.#waiting.set(id, waiting);
    const late = (): void => waiting.reject(new Error(`the load did not answer ${command.kind}`));
    const timer = setTimeout(late, ANSWER_MS);
    this.#child.send({ id, command });
    return await waiting.promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
    });
  }
}

/** One browser of the load. */
export class Browser {
  readonly local: Remote;
  readonly #peer: number;
  readonly #streams: readonly Stream[];
  readonly #request: (command: LoadCommand) => Promise<LoadReply>;

  constructor(
    peer: number,
    local: Remote,
    streams: readonly Stream[],
    request: (command: LoadCommand) => Promise<LoadReply>,
  ) {
    this.#peer = peer;
    this.local = local;
    this.#streams = streams;
    this.#request = request;
  }

  /** Its first offer. */
  offer(): string {
    return browserOffer(this.local, this.#streams);
  }

  answer(offer: string, setup: 'active' | 'passive'): string {
    return receivingAnswer(offer, this.local, setup);
  }

  async connect(remote: Remote): Promise<void> {
    await this.#request({ kind: 'connect', peer: this.#peer, remote });
  }

  /** Resolves once its transport is up. */
  async opened(): Promise<void> {
    await this.#request({ kind: 'opened', peer: this.#peer });
  }

  /** Resolves once it has received a packet. */
  async heard(): Promise<void> {
    await this.#request({ kind: 'heard', peer: this.#peer });
  }

  async close(): Promise<void> {
    await this.#request({ kind: 'close', peer: this.#peer });
  }
}
