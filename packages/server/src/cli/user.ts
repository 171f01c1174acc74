import type { Identity } from '../domain/identity/index.ts';
import { misuse, parseCommand, subject } from './command-arguments.ts';
import { asOperator, checkedUserId, operatorScope } from './identity-refusal.ts';
import type { Print } from './print.ts';

export const USER_CREATE_USAGE =
  'sge user create --user ID [--name NAME] [--email ADDRESS] [--role user|admin] [--external-calls]';
export const USER_LIST_USAGE = 'sge user list [--search TEXT]';
export const USER_DISABLE_USAGE = 'sge user disable ID';
export const USER_INVITE_USAGE =
  'sge user invite --user ID [--name NAME] [--email ADDRESS] [--role user|admin] [--external-calls]';

const PAGE = 200;
/** Enough to catch a slip; whether it exists only a message to it can tell. */
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/;
const DETAILS = {
  user: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  role: { type: 'string' },
  'external-calls': { type: 'boolean' },
} as const;

/** `sge user create`: an active user, who signs in once invited, or by tokens. */
export async function userCreate(
  identity: Pick<Identity, 'users'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const { userId: id, ...details } = parseDetails(args, USER_CREATE_USAGE);
  const order = { id, ...details, status: 'active' } as const;
  await asOperator(() => identity.users.create(operatorScope(), order));
  print.line(id);
  return 0;
}

/** `sge user invite`: the one-time link, alone on standard output. The user is made if it is not there. */
export async function userInvite(
  identity: Pick<Identity, 'invitations'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const order = parseDetails(args, USER_INVITE_USAGE);
  const { url } = await asOperator(() => identity.invitations.create(operatorScope(), order));
  print.line(url.reveal());
  return 0;
}

/** `sge user list`: a line a user, by id. */
export async function userList(
  identity: Pick<Identity, 'users'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const { values } = parseCommand(args, { search: { type: 'string' } }, USER_LIST_USAGE);
  const filter = values.search === undefined ? {} : { search: values.search };
  for (let after: string | undefined; ; ) {
    const request = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await asOperator(() => identity.users.list(operatorScope(), filter, request));
    for (const { id, role, status, displayName, email } of page.items) {
      print.line([id, role, status, JSON.stringify(displayName), email ?? '-'].join('  '));
    }
    if (page.next === null) return 0;
    after = page.next;
  }
}

/** `sge user disable`: sessions and tokens of the user are refused from now on, by running servers too. */
export async function userDisable(
  identity: Pick<Identity, 'users'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const options = { user: { type: 'string' } } as const;
  const { values, positionals } = parseCommand(args, options, USER_DISABLE_USAGE);
  const id = subject(values.user, positionals, 'user', USER_DISABLE_USAGE);
  await asOperator(() => identity.users.disable(operatorScope(), id));
  print.line(`${id} is disabled.`);
  return 0;
}

function parseDetails(args: readonly string[], usage: string) {
  const { values, positionals } = parseCommand(args, DETAILS, usage);
  const { name: displayName, email, role, 'external-calls': externalCalls } = values;
  if (role !== undefined && role !== 'user' && role !== 'admin') {
    throw misuse(`"${role}" is no role.`, usage);
  }
  if (email !== undefined && !EMAIL.test(email)) {
    throw misuse(`"${email}" is no e-mail address.`, usage);
  }
  const userId = checkedUserId(subject(values.user, positionals, 'user', usage));
  return { userId, displayName, email, role, externalCalls } as const;
}
