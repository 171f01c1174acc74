import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AesGcmEnvelopeKey } from './aes-gcm-envelope-key.ts';

const KEY_BYTES = 32;

/** The envelope key cannot be used as it lies on disk. The message is a sentence for the operator. */
export class EnvelopeKeyUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EnvelopeKeyUnusable';
  }
}

/**
 * The key that seals signing keys and receipts: `<data folder>/keys/envelope.key`, 32 random bytes,
 * readable by its owner alone, made at the first start.
 * @throws EnvelopeKeyUnusable when file or folder are open to others, or the file is not 32 bytes.
 */
export function openEnvelopeKey(dataDir: string): AesGcmEnvelopeKey {
  const folder = join(dataDir, 'keys');
  const path = join(folder, 'envelope.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requirePrivate(folder, 'directory');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) createExclusively(folder, path);
  requirePrivate(path, 'file');
  const key = readFileSync(path);
  if (key.length !== KEY_BYTES) {
    throw new EnvelopeKeyUnusable(
      `${path} holds ${key.length} bytes instead of ${KEY_BYTES}. Restore it from a backup: what it sealed cannot be opened without it.`,
    );
  }
  return new AesGcmEnvelopeKey(key);
}

/**
 * Written whole under another name first, then linked: whoever loses the race to `path` uses the
 * winner's key, and a crash in between leaves no half-written one.
 */
function createExclusively(folder: string, path: string): void {
  const draft = join(folder, `.envelope.${randomBytes(8).toString('hex')}`);
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(KEY_BYTES));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function requirePrivate(path: string, kind: 'file' | 'directory'): void {
  const stat = lstatSync(path);
  if (kind === 'file' ? !stat.isFile() : !stat.isDirectory()) {
    throw new EnvelopeKeyUnusable(`${path} is not a plain ${kind}.`);
  }
  if ((stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    const wanted = kind === 'file' ? '0600' : '0700';
    throw new EnvelopeKeyUnusable(
      `${path} has the mode ${mode}, so others on this machine may read the key. Run: chmod ${wanted} '${path}'`,
    );
  }
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
