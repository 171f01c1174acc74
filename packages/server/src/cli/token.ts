import type { Identity } from '../domain/identity/index.ts';
import { parseCommand, subject } from './command-arguments.ts';
import { asOperator, checkedUserId, operatorScope } from './identity-refusal.ts';
import type { Print } from './print.ts';
import { parseGrants } from './token-grants.ts';
import { parseTtlS } from './token-ttl.ts';

export const TOKEN_CREATE_USAGE =
  'sge token create --user ID [--scope "SCOPE …"]… [--ttl 30s|15m|1h|2d]';

/**
 * `sge token create`: a bearer token, alone on standard output. The user is made if it is not there.
 */
export async function tokenCreate(
  identity: Pick<Identity, 'users' | 'tokens'>,
  args: readonly string[],
  print: Print,
): Promise<number> {
  const { values, positionals } = parseCommand(
    args,
    {
      user: { type: 'string' },
      scope: { type: 'string', multiple: true },
      ttl: { type: 'string' },
    },
    TOKEN_CREATE_USAGE,
  );
  const userId = checkedUserId(subject(values.user, positionals, 'user', TOKEN_CREATE_USAGE));
  const grants = values.scope && parseGrants(values.scope);
  const ttlS = values.ttl === undefined ? undefined : parseTtlS(values.ttl);
  const scope = operatorScope();
  const { token } = await asOperator(async () => {
    await identity.users.ensure(scope, userId);
    return identity.tokens.giveAsOperator(scope, { userId, grants, ttlS });
  });
  print.line(token.reveal());
  return 0;
}
