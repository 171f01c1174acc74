import { loadConfig } from './load.ts';
import type { Values } from './schema.ts';

/** The only place that reads the process's environment. */
export function readEnvironment(): Values {
  return loadConfig(process.env);
}
