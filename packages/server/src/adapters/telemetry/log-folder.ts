import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEM_FOLDER = '/var/log/sge';

/** The folder asked for; else the system's, where it is ours to write; else one beside the data. */
export function chooseLogFolder(asked: string | undefined, dataFolder: string): string {
  if (asked !== undefined) return asked;
  return isWritable(SYSTEM_FOLDER) ? SYSTEM_FOLDER : join(dataFolder, 'logs');
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
