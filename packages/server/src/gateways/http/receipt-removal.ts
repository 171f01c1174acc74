import type { ReceiptRepository } from '../../domain/identity/ports.ts';
import { type Clock, type Journal, type Logger, systemScope } from '../../kernel/index.ts';

const KEEP_MS = 24 * 3_600_000;
const EVERY_MS = 3_600_000;

/** Removes receipts older than a day, every hour. @returns a function that stops it */
export function scheduleReceiptRemoval(parts: {
  readonly receipts: ReceiptRepository;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
}): () => void {
  const { receipts, journal, clock, logger } = parts;
  let cancel = () => {};
  const remove = () => {
    const writes = [receipts.removeOlderThan(clock.nowMs() - KEEP_MS)];
    journal
      .commit({ scope: systemScope('default'), writes, events: [] })
      .catch((error: unknown) =>
        logger.warn({ area: 'storage', err: toError(error) }, 'old receipts were not removed'),
      );
    cancel = clock.schedule(EVERY_MS, remove);
  };
  cancel = clock.schedule(EVERY_MS, remove);
  return () => cancel();
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
