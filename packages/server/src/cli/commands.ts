import { type Core, migrateDatabase, openCore } from '../app.ts';
import type { Config } from '../config/index.ts';
import { auditVerify } from './audit.ts';
import type { Command, Invocation } from './command.ts';
import { parseCommand } from './command-arguments.ts';
import { configCheck, configDoc } from './config.ts';
import { doctor } from './doctor.ts';
import * as key from './key.ts';
import { serve } from './serve.ts';
import { silentLogger } from './silent-logger.ts';
import { TOKEN_CREATE_USAGE, tokenCreate } from './token.ts';
import * as user from './user.ts';

type OnCore = (core: Core, invocation: Invocation) => Promise<number>;

/** A command that works on the stored state, beside a running server or without one. */
function onCore(usage: string, summary: string, work: OnCore): Command {
  const run = async (invocation: Invocation): Promise<number> => {
    const config = invocation.config();
    const core = await openCore(config, silentLogger, () => usualUrl(config));
    try {
      return await work(core, invocation);
    } finally {
      await core.close();
    }
  };
  return { ...splitUsage(usage), summary, run };
}

/** A command without parameters. */
function plain(usage: string, summary: string, work: (invocation: Invocation) => Promise<number>) {
  const run = (invocation: Invocation): Promise<number> => {
    parseCommand(invocation.args, {}, usage);
    return work(invocation);
  };
  return { ...splitUsage(usage), summary, run } satisfies Command;
}

/** Where people reach a server of this configuration, as far as one who is not that server can tell. */
function usualUrl(config: Config): string {
  const scheme = config.SGE_TLS_CERT === undefined ? 'http' : 'https';
  return config.SGE_PUBLIC_URL ?? `${scheme}://localhost:${config.SGE_HTTP_PORT}`;
}

/** `sge key create --name NAME` → the words `key create`, the parameters `--name NAME`. */
function splitUsage(usage: string): Pick<Command, 'words' | 'parameters'> {
  const parts = usage.split(' ').slice(1);
  const first = parts.findIndex((part) => !/^[a-z-]+$/.test(part) || part.startsWith('-'));
  const end = first < 0 ? parts.length : first;
  return { words: parts.slice(0, end), parameters: parts.slice(end).join(' ') };
}

export const COMMANDS: readonly Command[] = [
  plain('sge serve', 'run the server', ({ config, print }) => serve(config(), print)),
  plain('sge doctor', 'say whether the server would start and calls would work', (invocation) =>
    doctor(invocation.config(), invocation.print),
  ),
  onCore(
    TOKEN_CREATE_USAGE,
    'print a bearer token; creates the user if need be',
    (core, { args, print }) => tokenCreate(core.identity, args, print),
  ),
  onCore(key.KEY_CREATE_USAGE, 'print a new API key, once', (core, { args, print }) =>
    key.keyCreate(core.identity, args, print),
  ),
  onCore(key.KEY_LIST_USAGE, 'list API keys', (core, { args, print }) =>
    key.keyList(core.identity, args, print),
  ),
  onCore(key.KEY_REVOKE_USAGE, 'refuse an API key from now on', (core, { args, print }) =>
    key.keyRevoke(core.identity, args, print),
  ),
  onCore(key.KEY_ROTATE_SIGNING_USAGE, 'sign tokens by a new key', (core, { args, print }) =>
    key.keyRotateSigning(core.identity, args, print),
  ),
  onCore(user.USER_CREATE_USAGE, 'create a user', (core, { args, print }) =>
    user.userCreate(core.identity, args, print),
  ),
  onCore(user.USER_INVITE_USAGE, 'print a one-time link for a user', (core, { args, print }) =>
    user.userInvite(core.identity, args, print),
  ),
  onCore(user.USER_LIST_USAGE, 'list users', (core, { args, print }) =>
    user.userList(core.identity, args, print),
  ),
  onCore(user.USER_DISABLE_USAGE, 'end a user’s access', (core, { args, print }) =>
    user.userDisable(core.identity, args, print),
  ),
  plain('sge migrate', 'bring the database’s schema up to date', async ({ config, print }) => {
    const { applied, schema } = await migrateDatabase(config(), silentLogger);
    for (const name of applied) print.line(`applied: ${name}`);
    print.line(`The schema is up to date (${schema}).`);
    return 0;
  }),
  onCore('sge audit verify', 'recompute the hash chains of events and audit', (core, { print }) =>
    auditVerify(core, print),
  ),
  plain('sge config doc', 'print the configuration reference', async ({ print }) =>
    configDoc(print),
  ),
  plain('sge config check', 'print the configuration in force', async ({ config, print }) =>
    configCheck(config(), print),
  ),
];

export function usage(): string {
  const lines = COMMANDS.flatMap(({ words, parameters, summary }) => [
    `  sge ${[...words, parameters].join(' ').trim()}`,
    `      ${summary}`,
  ]);
  return ['Usage:', ...lines].join('\n');
}
