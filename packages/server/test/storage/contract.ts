import { describe, it } from 'node:test';
import type { Storage } from '../../src/adapters/storage/storage.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { LogLine } from '../recording-logger.ts';
import { callContract } from './call-contract.ts';
import { chainContract } from './chain-contract.ts';
import { directoryContract } from './directory-contract.ts';
import { eventLogContract } from './event-log-contract.ts';
import { feedContract } from './feed-contract.ts';
import { groupContract } from './group-contract.ts';
import { identityContract } from './identity-contract.ts';
import { journalContract } from './journal-contract.ts';
import { roomContract } from './room-contract.ts';
import { roomRaceContract } from './room-race-contract.ts';
import { telephonyContract } from './telephony-contract.ts';
import { twoWriterContract } from './two-writer-contract.ts';

/** An empty database of one's own, for one test. */
export interface TestDatabase {
  readonly clock: ManualClock;
  readonly logLines: readonly LogLine[];
  /** What `writer.ts` takes to open the same database in another process. */
  readonly target: string;
  /** Opens it; again for a second server on the same database. */
  open(): Promise<Storage>;
  /** Changes the database behind the storage's back. */
  tamper(sql: string): Promise<void>;
  /** Closes what was opened and removes it. */
  dispose(): Promise<void>;
}

/** Sentences of behaviour, each with its proof. */
export type Contract = Readonly<Record<string, (database: TestDatabase) => Promise<void>>>;

const CONTRACTS: Readonly<Record<string, Contract>> = {
  journal: journalContract,
  'group commit': groupContract,
  'event log': eventLogContract,
  'hash chains': chainContract,
  'event feed': feedContract,
  calls: callContract,
  rooms: roomContract,
  directory: directoryContract,
  identity: identityContract,
  telephony: telephonyContract,
  'two writers': twoWriterContract,
  'a room on two servers': roomRaceContract,
};

/** What every storage adapter keeps, whatever the database. */
export function storageContract(name: string, create: () => Promise<TestDatabase>): void {
  describe(name, () => {
    for (const [part, contract] of Object.entries(CONTRACTS)) {
      describe(part, () => {
        for (const [sentence, prove] of Object.entries(contract)) {
          it(sentence, async () => {
            const database = await create();
            try {
              await prove(database);
            } finally {
              await database.dispose();
            }
          });
        }
      });
    }
  });
}
