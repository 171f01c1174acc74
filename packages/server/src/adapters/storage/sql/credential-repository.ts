import type {
  Credential,
  CredentialRepository,
  StoredCredential,
} from '../../../domain/identity/ports.ts';
import type { Write } from '../../../kernel/index.ts';
import type { Row, SqlReader, SqlValue } from './executor.ts';
import { bytes, integer, oneOf, text, textArray } from './row.ts';
import { SqlWrite } from './sql-write.ts';

const COLUMNS = `org, id, user_id, kind, phc, credential_id, public_key, sign_count, transports,
  created_at_ms`;

const PUT = `insert into credentials (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (org, id) do update set user_id = excluded.user_id, kind = excluded.kind,
  phc = excluded.phc, credential_id = excluded.credential_id, public_key = excluded.public_key,
  sign_count = excluded.sign_count, transports = excluded.transports`;

export class SqlCredentialRepository implements CredentialRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async ofUser(org: string, userId: string): Promise<readonly StoredCredential[]> {
    const rows = await this.#db.all(
      `select ${COLUMNS} from credentials where org = $1 and user_id = $2 order by id`,
      [org, userId],
    );
    return rows.map(parseCredential);
  }

  async findPasskey(credentialId: string): Promise<StoredCredential | undefined> {
    const rows = await this.#db.all(`select ${COLUMNS} from credentials where credential_id = $1`, [
      credentialId,
    ]);
    return rows[0] === undefined ? undefined : parseCredential(rows[0]);
  }

  put(stored: StoredCredential): Write {
    const { org, id, userId, credential, createdAtMs } = stored;
    const params = [org, id, userId, credential.kind, ...secretOf(credential), createdAtMs];
    return new SqlWrite({ text: PUT, params });
  }

  remove(org: string, id: string): Write {
    return new SqlWrite({
      text: 'delete from credentials where org = $1 and id = $2',
      params: [org, id],
    });
  }
}

function secretOf(credential: Credential): readonly SqlValue[] {
  if (credential.kind === 'password') return [credential.phc, null, null, null, null];
  const { credentialId, publicKey, signCount, transports } = credential;
  return [null, credentialId, publicKey, signCount, JSON.stringify(transports)];
}

function parseCredential(row: Row): StoredCredential {
  return {
    id: text(row, 'id'),
    org: text(row, 'org'),
    userId: text(row, 'user_id'),
    createdAtMs: integer(row, 'created_at_ms'),
    credential: parseSecret(row),
  };
}

function parseSecret(row: Row): Credential {
  const kind = oneOf(row, 'kind', ['password', 'passkey'] as const);
  if (kind === 'password') return { kind, phc: text(row, 'phc') };
  return {
    kind,
    credentialId: text(row, 'credential_id'),
    publicKey: bytes(row, 'public_key'),
    signCount: integer(row, 'sign_count'),
    transports: textArray(row, 'transports'),
  };
}
