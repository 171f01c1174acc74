import type { Readable } from 'node:stream';

/** A peer that does not keep to the protocol, or has gone. */
export class AgiProtocolError extends Error {
  override readonly name = 'AgiProtocolError';
}

const MAX_LINE_BYTES = 4096;
const MAX_WAITING_LINES = 200;

/** The lines of an AGI connection (UTF-8, ended by LF or CR LF), one by one. */
export class AgiLines {
  readonly #lines: string[] = [];
  #rest = Buffer.alloc(0);
  #waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
  #ended: Error | undefined;

  constructor(input: Readable) {
    input.on('data', (chunk: Buffer) => this.#take(chunk));
    input.on('error', () => this.#end(new AgiProtocolError('the connection broke')));
    input.on('close', () => this.#end(new AgiProtocolError('the peer has gone')));
  }

  /** @throws AgiProtocolError when no further line comes. */
  next(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** Nothing more is wanted: who waits is told why. */
  fail(reason: string): void {
    this.#end(new AgiProtocolError(reason));
  }

  #take(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(10); end >= 0; end = this.#rest.indexOf(10)) {
      this.#deliver(this.#rest.subarray(0, end).toString('utf8'));
      this.#rest = this.#rest.subarray(end + 1);
    }
    if (this.#rest.length > MAX_LINE_BYTES) this.fail('a line is too long');
  }

  #deliver(line: string): void {
    if (line.length > MAX_LINE_BYTES) {
      this.fail('a line is too long');
      return;
    }
    if (this.#lines.length >= MAX_WAITING_LINES) {
      this.fail('too many lines');
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (waiting === undefined) this.#lines.push(whole);
    else waiting.resolve(whole);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }
}
