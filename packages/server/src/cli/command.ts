import type { Config } from '../config/index.ts';
import type { Print } from './print.ts';

export interface Invocation {
  /** What follows the command's own words. */
  readonly args: readonly string[];
  /** Reads the configuration. @throws ConfigurationError */
  readonly config: () => Config;
  readonly print: Print;
}

/** One command of `sge`. */
export interface Command {
  /** `['key', 'create']` */
  readonly words: readonly string[];
  /** What may follow the words, as the usage shows it. */
  readonly parameters: string;
  readonly summary: string;
  /** Resolves with the exit code. @throws Refusal for what a person can mend. */
  readonly run: (invocation: Invocation) => Promise<number>;
}
