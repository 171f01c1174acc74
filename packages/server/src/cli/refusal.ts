/** A command that cannot do what it was asked; the message is a whole sentence for the person. */
export class Refusal extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'Refusal';
    this.exitCode = exitCode;
  }
}
