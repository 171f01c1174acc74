import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { FolderInUse, lockDataFolder } from '../adapters/storage/sqlite/data-folder-lock.ts';
import { type LogFiles, openLogFiles } from '../adapters/telemetry/file-logger.ts';
import { type Config, unusable } from '../config/index.ts';

/** The certificate and its key; nothing without them. @throws ConfigurationError for what is no such file */
export function tlsFiles({ SGE_TLS_CERT: certFile, SGE_TLS_KEY: keyFile }: Config) {
  if (certFile === undefined || keyFile === undefined) return {};
  const cert = using('SGE_TLS_CERT', () => readFileSync(certFile));
  const key = using('SGE_TLS_KEY', () => readFileSync(keyFile));
  using('SGE_TLS_CERT', () => createSecureContext({ cert }));
  using('SGE_TLS_KEY', () => createSecureContext({ cert, key }));
  return { tls: { cert, key } };
}

/** @throws FolderInUse, or ConfigurationError for a folder that cannot be used */
export function claimDataFolder(folder: string) {
  try {
    return lockDataFolder(folder);
  } catch (error) {
    throw error instanceof FolderInUse ? error : unusable('SGE_DATA_DIR', error);
  }
}

/** @throws ConfigurationError for a folder that cannot be written to */
export function openLogs({ SGE_LOG_DIR, SGE_LOG_LEVEL: level }: Config, folder: string): LogFiles {
  const key = SGE_LOG_DIR === undefined ? 'SGE_DATA_DIR' : 'SGE_LOG_DIR';
  return using(key, () => openLogFiles({ folder, level }));
}

/** @throws ConfigurationError that names `key` where `use` fails. */
function using<T>(key: Parameters<typeof unusable>[0], use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw unusable(key, error);
  }
}
