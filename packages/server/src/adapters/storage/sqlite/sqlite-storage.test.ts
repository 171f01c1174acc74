import { storageContract } from '../../../../test/storage/contract.ts';
import { createSqliteDatabase } from '../../../../test/storage/sqlite-test-database.ts';

storageContract('a SQLite file', createSqliteDatabase);
