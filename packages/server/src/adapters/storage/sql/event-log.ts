import type { EventLog, RecordedEvent, Write } from '../../../kernel/index.ts';
import { EVENT_COLUMNS, hasPersonal, PersonalValues, parseEvent } from './event-row.ts';
import type { Row, SqlReader } from './executor.ts';
import { integer } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const STREAM = `select ${EVENT_COLUMNS} from events
  where org = $1 and stream = $2 and seq > $3 order by seq limit $4`;

const STREAM_OF_TYPE = `select ${EVENT_COLUMNS} from events
  where org = $1 and stream = $2 and seq > $3 and type = $5 order by seq limit $4`;

const LAST_OF_TYPE = `select ${EVENT_COLUMNS} from events
  where org = $1 and stream = $2 and seq < $3 and type = $5 order by seq desc limit $4`;

const STREAM_PERSONAL = `select org, stream, seq, field, value from personal_values
  where org = $1 and stream = $2 and seq >= $3 and seq <= $4 order by seq, field`;

const ALL = `select ${EVENT_COLUMNS} from events where position > $1 order by position limit $2`;

const ALL_OF_ORG = `select ${EVENT_COLUMNS} from events
  where position > $1 and org = $3 order by position limit $2`;

const ALL_PERSONAL = `select p.org, p.stream, p.seq, p.field, p.value from events e
  join personal_values p on p.org = e.org and p.stream = e.stream and p.seq = e.seq
  where e.position >= $1 and e.position <= $2 order by e.position, p.field`;

export const LAST_POSITION = 'select coalesce(max(position), 0) as last from events';
export const STREAM_HEAD =
  'select coalesce(max(seq), 0) as last from events where org = $1 and stream = $2';

/** An organisation's last event: positions ascend over all of them, so the newest are looked at first. */
export const LAST_EVENT_HASH =
  'select hash from events where org = $1 order by position desc limit 1';
export const LAST_AUDIT = 'select seq, hash from audit where org = $1 order by seq desc limit 1';

const NO_PERSONAL = new PersonalValues([]);

export class SqlEventLog implements EventLog {
  readonly epoch: string;
  readonly #db: SqlReader;

  constructor(db: SqlReader, epoch: string) {
    this.#db = db;
    this.epoch = epoch;
  }

  async readStream(
    org: string,
    stream: string,
    query: { readonly after: number; readonly limit: number; readonly type?: string },
  ): Promise<readonly RecordedEvent[]> {
    const { after, limit, type } = query;
    const range = [org, stream, after, limit];
    const rows = await (type === undefined
      ? this.#db.all(STREAM, range)
      : this.#db.all(STREAM_OF_TYPE, [...range, type]));
    return this.#withPersonal(rows, 'seq', STREAM_PERSONAL, [org, stream]);
  }

  async readLast(
    org: string,
    stream: string,
    query: { readonly before: number; readonly limit: number; readonly type: string },
  ): Promise<readonly RecordedEvent[]> {
    const { before, limit, type } = query;
    const rows = await this.#db.all(LAST_OF_TYPE, [org, stream, before, limit, type]);
    return this.#withPersonal(rows.toReversed(), 'seq', STREAM_PERSONAL, [org, stream]);
  }

  async head(org: string, stream: string): Promise<number> {
    return lastOf(await this.#db.all(STREAM_HEAD, [org, stream]));
  }

  async readAll(query: {
    readonly after: number;
    readonly limit: number;
    readonly org?: string;
  }): Promise<readonly RecordedEvent[]> {
    const { after, limit, org } = query;
    const rows = await (org === undefined
      ? this.#db.all(ALL, [after, limit])
      : this.#db.all(ALL_OF_ORG, [after, limit, org]));
    return this.#withPersonal(rows, 'position', ALL_PERSONAL, []);
  }

  async lastPosition(): Promise<number> {
    return lastOf(await this.#db.all(LAST_POSITION, []));
  }

  erasePersonal(org: string, stream: string, type: string): Write {
    return new SqlWrite({
      text: 'delete from personal_values where org = $1 and stream = $2 and type = $3',
      params: [org, stream, type],
    });
  }

  /** Most events carry nothing personal: the second query is for a range that has some. */
  async #withPersonal(
    rows: readonly Row[],
    order: 'seq' | 'position',
    personalQuery: string,
    prefix: readonly string[],
  ): Promise<readonly RecordedEvent[]> {
    const first = rows.find(hasPersonal);
    const last = rows.findLast(hasPersonal);
    if (first === undefined || last === undefined) {
      return rows.map((row) => parseEvent(row, NO_PERSONAL));
    }
    const range = [...prefix, integer(first, order), integer(last, order)];
    const personal = new PersonalValues(await this.#db.all(personalQuery, range));
    return rows.map((row) => parseEvent(row, personal));
  }
}

function lastOf(rows: readonly Row[]): number {
  return rows[0] === undefined ? 0 : integer(rows[0], 'last');
}
