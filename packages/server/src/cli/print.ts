/** Where a command writes: answers on standard output, complaints on standard error. */
export interface Print {
  line(text: string): void;
  error(text: string): void;
}

export const standardPrint: Print = {
  line: (text) => {
    process.stdout.write(`${text}\n`);
  },
  error: (text) => {
    process.stderr.write(`${text}\n`);
  },
};
