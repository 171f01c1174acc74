import type { Identity } from '../domain/identity/index.ts';
import { misuse, parseCommand, subject } from './command-arguments.ts';
import { asOperator, operatorScope } from './identity-refusal.ts';
import type { Print } from './print.ts';
import { parseGrants } from './token-grants.ts';

export const KEY_CREATE_USAGE = 'sge key create --name NAME --scope "SCOPE …" [--scope SCOPE]…';
export const KEY_LIST_USAGE = 'sge key list';
export const KEY_REVOKE_USAGE = 'sge key revoke KEY_ID';
export const KEY_ROTATE_SIGNING_USAGE = 'sge key rotate-signing [--void-old]';

const LONGEST_NAME = 64;
const PAGE = 200;

/** `sge key create`: the key, alone on standard output and never again. */
export async function keyCreate(
  identity: Pick<Identity, 'apiKeys'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const options = {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
  } as const;
  const { values, positionals } = parseCommand(args, options, KEY_CREATE_USAGE);
  const name = subject(values.name, positionals, 'name', KEY_CREATE_USAGE);
  if (name.length > LONGEST_NAME) throw misuse('The name is too long.', KEY_CREATE_USAGE);
  if (values.scope === undefined) throw misuse('Say what the key may do.', KEY_CREATE_USAGE);
  const grants = parseGrants(values.scope);
  const { key } = await asOperator(() => identity.apiKeys.create(operatorScope(), name, grants));
  print.line(key.reveal());
  return 0;
}

/** `sge key list`: a line a key, newest first. */
export async function keyList(
  identity: Pick<Identity, 'apiKeys'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  parseCommand(args, {}, KEY_LIST_USAGE);
  for (let after: string | undefined; ; ) {
    const request = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await asOperator(() => identity.apiKeys.list(operatorScope(), request));
    for (const { id, name, grants, createdAtMs, revokedAtMs } of page.items) {
      const state = revokedAtMs === null ? 'active' : 'revoked';
      const created = new Date(createdAtMs).toISOString();
      print.line([id, state, created, JSON.stringify(name), grants.join(' ')].join('  '));
    }
    if (page.next === null) return 0;
    after = page.next;
  }
}

/** `sge key revoke`: the key is refused from now on, by running servers too. */
export async function keyRevoke(
  identity: Pick<Identity, 'apiKeys'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const { positionals } = parseCommand(args, {}, KEY_REVOKE_USAGE);
  const id = subject(undefined, positionals, 'key', KEY_REVOKE_USAGE);
  await asOperator(() => identity.apiKeys.revoke(operatorScope(), id));
  print.line(`${id} is revoked.`);
  return 0;
}

/** `sge key rotate-signing`: new tokens are signed by a new key. `--void-old` refuses the tokens there are. */
export async function keyRotateSigning(
  identity: Pick<Identity, 'signingKeys'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const options = { 'void-old': { type: 'boolean' } } as const;
  const { values } = parseCommand(args, options, KEY_ROTATE_SIGNING_USAGE);
  const voidOld = values['void-old'] === true;
  const id = await asOperator(() => identity.signingKeys.rotate(operatorScope(), voidOld));
  const old = voidOld ? 'Tokens signed before are refused.' : 'Tokens signed before stay good.';
  print.line(`Tokens are signed by ${id} from now on. ${old}`);
  return 0;
}
