import { join } from 'node:path';
import { destination, type Logger as Pino, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { LogFields, Logger } from '../../kernel/index.ts';

export interface LogFiles {
  /** Lines of `api.log`: requests, calls, storage, identity. */
  readonly api: Logger;
  /** Lines of `websocket.log`: connections and frames. */
  readonly websocket: Logger;
  /** Writes out what is buffered; after it nothing more may be logged. */
  close(): void;
}

export interface LogFilesOptions {
  readonly folder: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
}

/** A line waits in memory no longer than this, so that `tail -f` shows it at once. */
const FLUSH_INTERVAL_MS = 200;
/** A burst is written in blocks of this size. */
const BLOCK_BYTES = 8 * 1024;

/**
 * Opens `api.log` and `websocket.log` in `folder` as JSON lines.
 * @throws Error when the folder cannot be written.
 */
export function openLogFiles(options: LogFilesOptions): LogFiles {
  const files = ['api.log', 'websocket.log'].map((name) => openFile(options, name));
  const [api, websocket] = files;
  if (api === undefined || websocket === undefined) throw new Error('log files are missing');
  const timer = setInterval(() => {
    for (const file of files) file.flush();
  }, FLUSH_INTERVAL_MS);
  timer.unref();
  return {
    api: api.logger,
    websocket: websocket.logger,
    close: () => {
      clearInterval(timer);
      for (const file of files) file.close();
    },
  };
}

function openFile(options: LogFilesOptions, name: string) {
  const stream = destination({
    dest: join(options.folder, name),
    mkdir: true,
    append: true,
    mode: 0o640,
    minLength: BLOCK_BYTES,
    sync: true,
  });
  // A full disk must not stop calls: what cannot be logged is said once on stderr.
  stream.once('error', (error) => process.stderr.write(`${name} cannot be written: ${error}\n`));
  stream.on('error', () => undefined);
  const base = { level: options.level, timestamp: stdTimeFunctions.isoTime, base: null };
  const formatters = { level: (label: string) => ({ level: label }) };
  const serializers = { error: stdSerializers.err };
  return {
    logger: new PinoLogger(pino({ ...base, formatters, serializers }, stream)),
    // To the file, not to the disk: calls would wait for it five times a second.
    flush: () => stream.flush(),
    close: () => {
      stream.flushSync();
      stream.end();
    },
  };
}

class PinoLogger implements Logger {
  readonly #pino: Pino;
  readonly #own: LogFields | undefined;

  /** @param own on every line, unless the line has another value: no key may stand there twice. */
  constructor(target: Pino, own?: LogFields) {
    this.#pino = target;
    this.#own = own;
  }

  debug(fields: LogFields, message: string): void {
    this.#pino.debug(this.#joined(fields), message);
  }

  info(fields: LogFields, message: string): void {
    this.#pino.info(this.#joined(fields), message);
  }

  warn(fields: LogFields, message: string): void {
    this.#pino.warn(this.#joined(fields), message);
  }

  error(fields: LogFields, message: string): void {
    this.#pino.error(this.#joined(fields), message);
  }

  with(fields: LogFields): Logger {
    return new PinoLogger(this.#pino, this.#joined(fields));
  }

  #joined(fields: LogFields): LogFields {
    return this.#own === undefined ? fields : { ...this.#own, ...fields };
  }
}
