import type { EventLog } from '../../kernel/index.ts';

const PAGE = 100;

/**
 * Unix time of the user's last `user.tokens_voided`; tokens issued up to then are refused. The log is
 * where it is kept, so it holds for every process and survives a restart. `-Infinity` without one.
 */
export async function lastVoidedAtMs(log: EventLog, org: string, userId: string): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (let after = 0; ; ) {
    const query = { after, limit: PAGE, type: 'user.tokens_voided' };
    const events = await log.readStream(org, `user:${userId}`, query);
    for (const event of events) {
      last = event.atMs;
      after = event.seq;
    }
    if (events.length < PAGE) return last;
  }
}
