import type { Writable } from 'node:stream';
import { type AgiLines, AgiProtocolError } from './lines.ts';

/** What a PBX says of its channel before the first command: `agi_…` names and their values. */
export type AgiEnvironment = ReadonlyMap<string, string>;

const MAX_VARIABLES = 100;
const ANSWER = /^(\d{3})(-?)\s?(.*)$/;
const RESULT = /^result=(-?\d+)(?:\s+\((.*)\))?/s;

/** @throws AgiProtocolError for anything but `name: value` lines up to an empty one. */
export async function readEnvironment(lines: AgiLines): Promise<AgiEnvironment> {
  const environment = new Map<string, string>();
  for (let read = 0; read < MAX_VARIABLES; read += 1) {
    const line = await lines.next();
    if (line === '') return environment;
    const [, name, value] = /^(agi_\w+):(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new AgiProtocolError('the environment is not one of AGI');
    }
    environment.set(name, value.trim());
  }
  throw new AgiProtocolError('too many variables');
}

/**
 * The commands of the Asterisk Gateway Interface that this server gives. One at a time: each waits for its answer.
 * Source: Asterisk documentation, "AGI Commands"; the answers' form is of its "The AGI Protocol".
 */
export class AgiChannel {
  readonly #lines: AgiLines;
  readonly #output: Writable;
  #hungUp = false;

  constructor(lines: AgiLines, output: Writable) {
    this.#lines = lines;
    this.#output = output;
  }

  /** Whether the caller has gone. */
  get hungUp(): boolean {
    return this.#hungUp;
  }

  /** Undefined for a variable that is not set, or empty. */
  async variable(name: string): Promise<string | undefined> {
    const { result, value } = await this.#command(`GET VARIABLE ${name}`);
    return result === 1 && value !== '' ? value : undefined;
  }

  /** @param value without line ends and control characters: those are taken out */
  async setVariable(name: string, value: string): Promise<void> {
    await this.#command(`SET VARIABLE ${name} ${quoted(value)}`);
  }

  async #command(text: string): Promise<{ readonly result: number; readonly value: string }> {
    this.#output.write(`${text}\n`);
    const answer = await this.#answer();
    const [, result, value = ''] = RESULT.exec(answer) ?? [];
    if (result === undefined) throw new AgiProtocolError('an answer without a result');
    return { result: Number(result), value };
  }

  async #answer(): Promise<string> {
    for (;;) {
      const line = await this.#lines.next();
      // Asterisk says it whenever the caller has hung up; variables can still be set.
      if (line === 'HANGUP') {
        this.#hungUp = true;
        continue;
      }
      const [, code, more, text = ''] = ANSWER.exec(line) ?? [];
      if (code === '200' && more === '') return text;
      // A usage text follows, up to a line with the same code and no dash; what it says does not matter.
      throw new AgiProtocolError(`refused with ${code ?? 'no code'}`);
    }
  }
}

function quoted(value: string): string {
  const plain = [...value].filter((letter) => letter >= ' ' && letter !== '\u007f').join('');
  return `"${plain.replaceAll(/["\\]/g, '\\$&')}"`;
}
