import type { PeerName } from './peers.ts';

/** A set of test files for node:test. Globs are relative to the repository. */
export interface TestFiles {
  readonly kind: 'test-files';
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  /** Test files at a time. */
  readonly concurrency: number;
}

/** Programs that pass by exit code 0; each counts as one test. */
export interface Programs {
  readonly kind: 'programs';
  readonly programs: readonly NamedProgram[];
}

export interface NamedProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

export interface Suite {
  readonly name: string;
  /** Part of `npm run check`. */
  readonly fast: boolean;
  /** Not beside another suite: it measures, or needs the whole machine. */
  readonly alone: boolean;
  readonly limitMs: number;
  /** What its tests meet that is not ours; installed before it runs where we may. */
  readonly peers: readonly PeerName[];
  readonly work: TestFiles | Programs;
}
