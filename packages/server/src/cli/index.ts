import { EnvelopeKeyUnusable, FolderInUse, MigrationRefused } from '../app.ts';
import { ConfigurationError, readEnvironment } from '../config/index.ts';
import { AppError } from '../kernel/index.ts';
import { COMMANDS, usage } from './commands.ts';
import { type Print, standardPrint } from './print.ts';
import { Refusal } from './refusal.ts';

/** Failures whose message is a whole sentence for the operator. */
const SENTENCES = [MigrationRefused, EnvelopeKeyUnusable, FolderInUse];

/**
 * Runs one command of `sge`. Resolves with the exit code: 0 done, 1 refused or failed, 2 the command line
 * itself is wrong, 78 (EX_CONFIG) the configuration is.
 */
export async function run(argv: readonly string[], print: Print = standardPrint): Promise<number> {
  const command = COMMANDS.find(({ words }) => words.every((word, i) => argv[i] === word));
  if (command === undefined) return misused(argv, print);
  try {
    return await command.run({
      args: argv.slice(command.words.length),
      config: readEnvironment,
      print,
    });
  } catch (error) {
    return refused(error, print);
  }
}

function misused(argv: readonly string[], print: Print): number {
  const asked = argv.length === 0 || argv[0] === 'help' || argv[0] === '--help';
  if (asked) print.line(usage());
  else print.error(`"${argv.join(' ')}" is no command of sge.\n\n${usage()}`);
  return asked ? 0 : 2;
}

/** What a person can mend is said in a sentence; anything else is a fault and keeps its stack. */
function refused(error: unknown, print: Print): number {
  if (error instanceof ConfigurationError) {
    print.error(error.message);
    return 78;
  }
  if (SENTENCES.some((kind) => error instanceof kind) && error instanceof Error) {
    print.error(error.message);
    return 1;
  }
  if (error instanceof AppError && error.code === 'unavailable') {
    print.error(`The database cannot be used: ${reasonOf(error.cause)}.`);
    return 1;
  }
  if (error instanceof Refusal) {
    print.error(error.message);
    return error.exitCode;
  }
  throw error;
}

/** Of a refused connection to several addresses, only the parts have a message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ');
  return cause instanceof Error ? cause.message : 'it does not answer';
}
