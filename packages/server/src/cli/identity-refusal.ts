import { AppError, type Scope, systemScope } from '../kernel/index.ts';
import { Refusal } from './refusal.ts';

const ORG = 'default';
/** As the wire contract has it (`UserId`). */
const USER_ID = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;

/** The operator at the command line, who may do everything. */
export function operatorScope(): Scope {
  return { ...systemScope(ORG), source: 'cli' };
}

/** @throws Refusal (exit code 2) */
export function checkedUserId(id: string): string {
  if (USER_ID.test(id)) return id;
  const rule = 'letters, digits and . _ @ + -, at most 64, beginning with a letter or digit';
  throw new Refusal(`"${id}" cannot be a user id: ${rule}.`, 2);
}

/** Runs a command of the identity services and says their refusals as sentences. */
export async function asOperator<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof AppError) throw new Refusal(sentence(error));
    throw error;
  }
}

function sentence(error: AppError): string {
  const { user, key } = error.params;
  switch (error.code) {
    case 'user_not_found':
      return `There is no active user "${user}".`;
    case 'user_exists':
      return `There is a user "${user}" already.`;
    case 'user_disabled':
      return 'The user has been disabled.';
    case 'last_admin':
      return `"${user}" is the only administrator; make another one first.`;
    case 'key_not_found':
      return `There is no key "${key}".`;
    case 'unavailable':
      return 'The database does not answer.';
    default:
      return `Refused: ${error.code}.`;
  }
}
