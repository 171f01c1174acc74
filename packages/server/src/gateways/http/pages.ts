import { type Asset, sendAsset } from './assets.ts';
import type { ConsoleFiles } from './console-files.ts';
import type { Documentation } from './documentation.ts';
import type { Exchange } from './exchange.ts';
import type { Responder } from './responder.ts';

/** What is read by people rather than programs: the documentation and the console. */
export class Pages {
  readonly #documentation: Documentation;
  readonly #console: ConsoleFiles | undefined;
  readonly #responder: Responder;

  constructor(parts: {
    readonly documentation: Documentation;
    readonly console: ConsoleFiles | undefined;
    readonly responder: Responder;
  }) {
    this.#documentation = parts.documentation;
    this.#console = parts.console;
    this.#responder = parts.responder;
  }

  /** Answers if there is a page or file at `path`. @returns whether it did */
  async serve(path: string, exchange: Exchange): Promise<boolean> {
    const { method } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const asset = await this.#find(path, exchange);
    if (asset === undefined) return false;
    await sendAsset(this.#responder, exchange, asset);
    return true;
  }

  async #find(path: string, exchange: Exchange): Promise<Asset | undefined> {
    const document = this.#documentation.asset(path, exchange);
    if (document !== undefined) {
      exchange.route = path;
      return document;
    }
    const wantsPage = (exchange.header('accept') ?? '').includes('text/html');
    const file = await this.#console?.find(path, wantsPage);
    if (file !== undefined) exchange.route = '/{console}';
    return file;
  }
}
