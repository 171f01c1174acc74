import type { SigningKey, SigningKeyRepository } from '../../../domain/identity/ports.ts';
import type { Write } from '../../../kernel/index.ts';
import type { Row, SqlReader } from './executor.ts';
import { bytes, integer, integerOrNull, oneOf, text } from './row.ts';
import { SqlWrite } from './sql-write.ts';

/** Signing keys are the server's own; their rows stand under the organisation of a new server. */
const SERVER_ORG = 'default';
const ALGORITHMS = ['EdDSA', 'ES256'] as const;

const LIST = `select id, algorithm, public_jwk, sealed_private_jwk, created_at_ms, retired_at_ms
  from signing_keys order by created_at_ms desc, id desc`;

const INSERT = `insert into signing_keys
  (org, id, algorithm, public_jwk, sealed_private_jwk, created_at_ms, retired_at_ms)
  values ($1, $2, $3, $4, $5, $6, $7)`;

export class SqlSigningKeyRepository implements SigningKeyRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async list(): Promise<readonly SigningKey[]> {
    return (await this.#db.all(LIST, [])).map(parseSigningKey);
  }

  add(key: SigningKey): Write {
    const { id, algorithm, publicJwk, sealedPrivateJwk, createdAtMs, retiredAtMs } = key;
    const jwks = [publicJwk, sealedPrivateJwk];
    const params = [SERVER_ORG, id, algorithm, ...jwks, createdAtMs, retiredAtMs];
    return new SqlWrite({ text: INSERT, params });
  }

  retire(id: string, atMs: number): Write {
    return new SqlWrite({
      text: 'update signing_keys set retired_at_ms = $2 where id = $1 and retired_at_ms is null',
      params: [id, atMs],
    });
  }
}

function parseSigningKey(row: Row): SigningKey {
  return {
    id: text(row, 'id'),
    algorithm: oneOf(row, 'algorithm', ALGORITHMS),
    publicJwk: text(row, 'public_jwk'),
    sealedPrivateJwk: bytes(row, 'sealed_private_jwk'),
    createdAtMs: integer(row, 'created_at_ms'),
    retiredAtMs: integerOrNull(row, 'retired_at_ms'),
  };
}
