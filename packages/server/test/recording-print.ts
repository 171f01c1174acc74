import type { Print } from '../src/cli/print.ts';

/** Keeps what a command says. */
export class RecordingPrint implements Print {
  readonly lines: string[] = [];
  readonly errors: string[] = [];

  line(text: string): void {
    this.lines.push(text);
  }

  error(text: string): void {
    this.errors.push(text);
  }
}
