import type { EventLog } from '../../kernel/index.ts';

const PAGE = 100;

/**
 * Unix time of the user's last `user.tokens_voided`; tokens issued up to then are refused. The log is
 * where it is kept, so it holds for every process and survives a restart. `-Infinity` without one.
 */
export function lastVoidedAtMs(log: EventLog, org: string, userId: string): Promise<number> {
  return lastAtMs(log, org, userId, 'user.tokens_voided');
}

/** Unix time at which the user last lost the outside; tokens issued up to then do not lead there. `-Infinity` if never. */
export function externalCallsLostAtMs(log: EventLog, org: string, userId: string): Promise<number> {
  return lastAtMs(log, org, userId, 'user.external_calls_withdrawn');
}

async function lastAtMs(log: EventLog, org: string, userId: string, type: string): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (let after = 0; ; ) {
    const query = { after, limit: PAGE, type };
    const events = await log.readStream(org, `user:${userId}`, query);
    for (const event of events) {
      last = event.atMs;
      after = event.seq;
    }
    if (events.length < PAGE) return last;
  }
}
