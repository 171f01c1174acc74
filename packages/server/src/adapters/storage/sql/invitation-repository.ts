import type { Invitation, InvitationRepository } from '../../../domain/identity/ports.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import { FROM_NEWEST, type Row, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import { integer, integerOrNull, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = 'id, org, user_id, token_hash, created_at_ms, expires_at_ms, used_at_ms';

const LIST = `select ${COLUMNS} from invitations where org = $1 and id < $2
  order by id desc limit $3`;

const INSERT = `insert into invitations (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`;

export class SqlInvitationRepository implements InvitationRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async findByTokenHash(tokenHash: string): Promise<Invitation | undefined> {
    const rows = await this.#db.all(`select ${COLUMNS} from invitations where token_hash = $1`, [
      tokenHash,
    ]);
    return rows[0] === undefined ? undefined : parseInvitation(rows[0]);
  }

  /** Newest first. */
  async list(org: string, page: PageRequest): Promise<Page<Invitation>> {
    const rows = await this.#db.all(LIST, [org, page.after ?? FROM_NEWEST, page.limit + 1]);
    return toPage(rows.map(parseInvitation), page.limit, (invitation) => invitation.id);
  }

  add(invitation: Invitation): Write {
    const { id, org, userId, tokenHash, createdAtMs, expiresAtMs, usedAtMs } = invitation;
    const params = [id, org, userId, tokenHash, createdAtMs, expiresAtMs, usedAtMs];
    return new SqlWrite({ text: INSERT, params });
  }

  use(id: string, atMs: number): Write {
    return new SqlWrite({
      text: 'update invitations set used_at_ms = $2 where id = $1 and used_at_ms is null',
      params: [id, atMs],
      expectRows: 1,
    });
  }
}

function parseInvitation(row: Row): Invitation {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    userId: text(row, 'user_id'),
    tokenHash: text(row, 'token_hash'),
    createdAtMs: integer(row, 'created_at_ms'),
    expiresAtMs: integer(row, 'expires_at_ms'),
    usedAtMs: integerOrNull(row, 'used_at_ms'),
  };
}
