import { Write } from '../../../kernel/index.ts';
import type { SqlValue } from './executor.ts';

export interface SqlStatement {
  readonly text: string;
  readonly params: readonly SqlValue[];
  /** Rows that must be touched; another number means that the aggregate has changed meanwhile. */
  readonly expectRows?: number;
}

/** Statements that a repository has made and the journal will run inside its transaction. */
export class SqlWrite extends Write {
  readonly adapter = 'sql';
  readonly statements: readonly SqlStatement[];

  constructor(...statements: readonly SqlStatement[]) {
    super();
    this.statements = statements;
  }
}

/** @throws Error for a write of another adapter: a mistake in the composition root. */
export function statementsOf(write: Write): readonly SqlStatement[] {
  if (write instanceof SqlWrite) return write.statements;
  throw new Error(`a write of adapter ${write.adapter} was given to the SQL journal`);
}
