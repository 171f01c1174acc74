import type { Logger } from '../kernel/index.ts';

/** Commands say what matters themselves; their work leaves no lines in the server's logs. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLogger,
};
