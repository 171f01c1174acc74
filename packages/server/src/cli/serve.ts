import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type App, build, type Started } from '../app.ts';
import { type Config, unusable } from '../config/index.ts';
import type { Print } from './print.ts';

/** Runs the server until SIGINT or SIGTERM. Resolves with the exit code. */
export async function serve(config: Config, print: Print): Promise<number> {
  removeReadyFile(config.SGE_READY_FILE);
  const app = await build(config);
  const signals = stopOnSignal(app, print);
  try {
    announce(await start(app, config), print);
    await signals.stopped;
  } finally {
    signals.forget();
  }
  removeReadyFile(config.SGE_READY_FILE);
  return 0;
}

function announce(started: Started, print: Print): void {
  print.line(`Sky Genesis VoIP is ready: ${started.publicUrl}`);
  print.line(`Logs: ${started.logFolder}`);
  if (started.administratorLink === null) return;
  print.line('No administrator can sign in yet. Open this link once, within 24 hours:');
  print.line(`  ${started.administratorLink}`);
}

/** What cannot be started lets go of everything again: nothing keeps the process alive. */
async function start(app: App, config: Config): Promise<Started> {
  try {
    const started = await app.start();
    if (config.SGE_READY_FILE !== undefined) {
      writeReadyFile(config.SGE_READY_FILE, started.listening);
    }
    return started;
  } catch (error) {
    await app.stop();
    throw error;
  }
}

/** The first signal drains; a second one does not wait. */
function stopOnSignal(app: App, print: Print) {
  const { promise: stopped, resolve, reject } = Promise.withResolvers<void>();
  const exits = { SIGINT: () => process.exit(130), SIGTERM: () => process.exit(143) };
  const drain = (): void => {
    forget();
    process.once('SIGINT', exits.SIGINT).once('SIGTERM', exits.SIGTERM);
    print.line('Stopping …');
    app.stop().then(resolve, reject);
  };
  const forget = (): void => {
    process.off('SIGINT', drain).off('SIGTERM', drain);
    process.off('SIGINT', exits.SIGINT).off('SIGTERM', exits.SIGTERM);
  };
  process.once('SIGINT', drain).once('SIGTERM', drain);
  return { stopped, forget };
}

/** One left behind would send its readers to a server that is gone. */
function removeReadyFile(file: string | undefined): void {
  if (file === undefined) return;
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw unusable('SGE_READY_FILE', error);
  }
}

/** Written beside and renamed, so that a reader never sees half of it. */
function writeReadyFile(file: string, listening: unknown): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify(listening)}\n`);
    renameSync(draft, file);
  } catch (error) {
    throw unusable('SGE_READY_FILE', error);
  }
}
