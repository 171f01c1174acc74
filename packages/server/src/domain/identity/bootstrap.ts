import { type Secret, systemScope } from '../../kernel/index.ts';
import type { User, UserRepository } from '../directory/index.ts';
import type { Invitations } from './invitations.ts';
import type { CredentialRepository } from './ports.ts';

const FIRST_ADMIN = 'admin';

export interface BootstrapDependencies {
  readonly users: UserRepository;
  readonly credentials: CredentialRepository;
  readonly invitations: Invitations;
  readonly org: string;
}

/**
 * A one-time link that signs in as an administrator, as long as no administrator could sign in
 * otherwise: at the first start, and at later ones until somebody has used one and chosen a password
 * or passkey.
 */
export async function ensureBootstrapInvitation(
  deps: BootstrapDependencies,
): Promise<Secret | undefined> {
  const admins = await deps.users.admins(deps.org);
  for (const admin of admins) {
    if (await canSignIn(deps, admin)) return undefined;
  }
  const userId = admins[0]?.id ?? (await freeId(deps));
  const order = { userId, ...(admins[0] === undefined ? { role: 'admin' as const } : {}) };
  const { url } = await deps.invitations.create(systemScope(deps.org), order);
  return url;
}

async function canSignIn(deps: BootstrapDependencies, admin: User): Promise<boolean> {
  if (admin.status !== 'active') return false;
  return (await deps.credentials.ofUser(admin.org, admin.id)).length > 0;
}

async function freeId(deps: BootstrapDependencies): Promise<string> {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? FIRST_ADMIN : `${FIRST_ADMIN}-${number}`;
    if ((await deps.users.find(deps.org, id)) === undefined) return id;
  }
}
