import type { Pbx, PbxFailure, PbxHealth } from '../../domain/telephony/index.ts';
import { AppError, type Clock, type Logger } from '../../kernel/index.ts';
import { AriFailure } from './failure.ts';
import { type AriAccess, getJson } from './get-json.ts';
import { readBridges, readChannels, readEndpoints, readInfo } from './resources.ts';

const LOOK_EVERY_MS = 30_000;

export interface AriPbxParts {
  readonly access: AriAccess;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An Asterisk seen over ARI. From `start` on it is looked at by itself too, so that "since" tells the truth. */
export class AriPbx implements Pbx {
  readonly #parts: AriPbxParts;
  readonly #stopped = new AbortController();
  /** What the last look found, and since when it is so; `failure` null: it answers. */
  #found: { readonly failure: PbxFailure | null; readonly sinceMs: number } | undefined;
  #cancel = (): void => {};

  constructor(parts: AriPbxParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#look();
  }

  stop(): void {
    this.#stopped.abort();
    this.#cancel();
  }

  async health(): Promise<PbxHealth> {
    try {
      const info = await this.#get('/asterisk/info?only=system,status', readInfo);
      return { reachable: true, failure: null, sinceMs: this.#note(null), ...info };
    } catch (error) {
      if (!(error instanceof AriFailure)) throw error;
      const failure = error.reason;
      const nothing = { version: null, startedAtMs: null };
      return { reachable: false, failure, sinceMs: this.#note(failure, error.cause), ...nothing };
    }
  }

  channels() {
    return this.#list('/channels', readChannels);
  }

  bridges() {
    return this.#list('/bridges', readBridges);
  }

  endpoints() {
    return this.#list('/endpoints', readEndpoints);
  }

  async #look(): Promise<void> {
    await this.health();
    if (this.#stopped.signal.aborted) return;
    this.#cancel = this.#parts.clock.schedule(LOOK_EVERY_MS, () => void this.#look());
  }

  async #list<T>(path: string, read: (json: unknown) => T): Promise<T> {
    try {
      return await this.#get(path, read);
    } catch (error) {
      if (!(error instanceof AriFailure)) throw error;
      throw new AppError('pbx_unavailable', { params: { reason: error.reason }, cause: error });
    }
  }

  async #get<T>(path: string, read: (json: unknown) => T): Promise<T> {
    const { access, clock } = this.#parts;
    return read(await getJson(access, path, clock, this.#stopped.signal));
  }

  /** @returns since when it is so */
  #note(failure: PbxFailure | null, cause?: unknown): number {
    const before = this.#found;
    if (before !== undefined && before.failure === failure) return before.sinceMs;
    const { clock, logger } = this.#parts;
    const sinceMs = clock.nowMs();
    this.#found = { failure, sinceMs };
    if (this.#stopped.signal.aborted) return sinceMs;
    if (failure === null) logger.info({ area: 'voip' }, 'the PBX answers over ARI');
    else {
      const fields = { area: 'voip', failure, code: codeOf(cause) } as const;
      logger.warn(fields, 'the PBX cannot be asked over ARI');
    }
    return sinceMs;
  }
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`: what `fetch` wraps. Never its message, which may name more. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
