import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { contentStamp, stampMatches, writeStamp } from './content-stamp.mjs';
import { say, stop } from './messages.mjs';
import { root } from './repository.mjs';

const stampFile = join(root, 'node_modules/.installed-lock');

function lockStamp() {
  return contentStamp(root, ['package-lock.json']);
}

/** Remembers in node_modules which lock it was installed from. Run by npm itself after an install. */
export function rememberInstalledLock() {
  writeStamp(stampFile, lockStamp());
}

/** Runs `npm ci` when node_modules is absent or was installed from another lock. */
export function installPackages() {
  if (stampMatches(stampFile, lockStamp())) return;
  say('installing the npm packages (npm ci) …');
  // npm's own report goes to stderr: stdout belongs to the command that asked.
  const npm = npmCommand();
  const result = spawnSync(
    npm.file,
    [
      ...npm.args,
      'ci',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (result.error) stop(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) stop('npm ci failed; its report stands above.');
  rememberInstalledLock();
}

/** The npm that runs us, so that the same version installs; else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js')
    ? { file: process.execPath, args: [running] }
    : { file: 'npm', args: [] };
}
