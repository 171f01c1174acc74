import { CHAIN_START } from '../sql/chain.ts';
import { LAST_POSITION } from '../sql/event-log.ts';
import type { Row } from '../sql/executor.ts';
import { Heads } from '../sql/heads.ts';
import type { PreparedChange } from '../sql/prepared-change.ts';
import { integer, text } from '../sql/row.ts';
import type { Send } from './postgres-database.ts';

const STREAM_HEADS = `select k.org, k.stream, (select max(e.seq) from events e
  where e.stream = k.stream and e.org = k.org) as seq
  from unnest($1::text[], $2::text[]) as k (org, stream)`;

const EVENT_HASHES = `select k.org, (select e.hash from events e
  where e.org = k.org order by e.position desc limit 1) as hash from unnest($1::text[]) as k (org)`;

const AUDIT_HEADS = `select distinct on (a.org) a.org, a.seq, a.hash from audit a
  where a.org = any ($1::text[]) order by a.org, a.seq desc`;

/**
 * Reads where numbering stands for everything that the group will number. Another server may have
 * written since the last group, so nothing is remembered between groups.
 */
export async function readHeads(send: Send, group: readonly PreparedChange[]): Promise<Heads> {
  const streams = distinct(
    group.flatMap(({ events }) => events),
    ({ org, stream }) => `${org}\n${stream}`,
  );
  const orgs = distinct(streams, ({ org }) => org).map(({ org }) => org);
  const audited = distinct(
    group.flatMap(({ audits }) => audits),
    ({ org }) => org,
  );
  const [position, seqs, hashes, audits] = await Promise.all([
    send(LAST_POSITION),
    send(STREAM_HEADS, [streams.map(({ org }) => org), streams.map(({ stream }) => stream)]),
    send(EVENT_HASHES, [orgs]),
    audited.length === 0 ? { rows: [] } : send(AUDIT_HEADS, [audited.map(({ org }) => org)]),
  ]);
  const heads = new Heads(sourceOf(seqs.rows, hashes.rows, audits.rows));
  heads.begin(position.rows[0] === undefined ? 0 : integer(position.rows[0], 'last'));
  return heads;
}

function sourceOf(seqs: readonly Row[], hashes: readonly Row[], audits: readonly Row[]) {
  const streamSeqs = new Map<string, number>();
  for (const row of seqs) {
    if (row.seq === null) continue;
    streamSeqs.set(`${text(row, 'org')}\n${text(row, 'stream')}`, integer(row, 'seq'));
  }
  const eventHashes = new Map<string, string>();
  for (const row of hashes) {
    if (row.hash !== null) eventHashes.set(text(row, 'org'), text(row, 'hash'));
  }
  const auditHeads = new Map(
    audits.map((row) => [text(row, 'org'), { seq: integer(row, 'seq'), hash: text(row, 'hash') }]),
  );
  return {
    streamSeq: (org: string, stream: string) => streamSeqs.get(`${org}\n${stream}`) ?? 0,
    eventHash: (org: string) => eventHashes.get(org) ?? CHAIN_START,
    auditHead: (org: string) => auditHeads.get(org) ?? { seq: 0, hash: CHAIN_START },
  };
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
