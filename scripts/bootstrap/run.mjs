import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { stop } from './messages.mjs';

/** npm passes a terminal's Ctrl-C on although we got it too: the same signal within this is one. */
const sameSignalWithinMs = 300;

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program in our place: same stdin, stdout and stderr, each signal passed on once, and its
 * exit code as ours (128 + n when signal n killed it).
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runInOurPlace(file, args, env = process.env) {
  // Its own process group: a terminal sends Ctrl-C to ours, and the child gets it from us alone.
  const child = spawn(file, args, { env, stdio: 'inherit', detached: true });
  for (const signal of forwarded) {
    let lastMs = Number.NEGATIVE_INFINITY;
    process.on(signal, () => {
      const nowMs = performance.now();
      if (nowMs - lastMs > sameSignalWithinMs) child.kill(signal);
      lastMs = nowMs;
    });
  }
  child.on('error', (error) => stop(`${file} does not run on this machine: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + signalNumber(signal);
  });
}

/** @param {NodeJS.Signals | null} signal */
function signalNumber(signal) {
  return signal === null ? 0 : (constants.signals[signal] ?? 0);
}
