/**
 * A line for the person at the terminal. On stderr, so that stdout stays the command's own.
 *
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`sge: ${sentence}\n`);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
export function stop(sentence) {
  say(sentence);
  process.exit(1);
}
