/** Runs tasks one after the other. One that fails does not keep the next from its turn. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** @throws what the task throws */
  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task, task);
    this.#last = turn;
    return turn;
  }
}
