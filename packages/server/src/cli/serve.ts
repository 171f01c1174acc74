import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type App, build, type Started } from '../app.ts';
import { type Config, unusable } from '../config/index.ts';
import type { Print } from './print.ts';

/** Runs the server until SIGINT or SIGTERM. Resolves with the exit code. */
export async function serve(config: Config, print: Print): Promise<number> {
  removeReadyFile(config.SGE_READY_FILE);
  const app = await build(config);
  const stopped = stopOnSignal(app, print);
  const started = await start(app, config);
  print.line(`Sky Genesis VoIP is ready: ${started.publicUrl}`);
  print.line(`Logs: ${started.logFolder}`);
  if (started.administratorLink !== null) {
    print.line('No administrator can sign in yet. Open this link once, within 24 hours:');
    print.line(`  ${started.administratorLink}`);
  }
  await stopped;
  return 0;
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
function stopOnSignal(app: App, print: Print): Promise<void> {
  return new Promise((resolve, reject) => {
    const onSignal = (): void => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      print.line('Stopping …');
      app.stop().then(resolve, reject);
    };
    process.once('SIGINT', onSignal);
    process.once('SIGTERM', onSignal);
  });
}

/** One left behind by a crash would send its readers to a server that is gone. */
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
