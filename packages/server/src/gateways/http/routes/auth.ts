import type { AuditReader } from '../../../domain/audit/index.ts';
import type { Blocks } from '../../../domain/directory/index.ts';
import type { Identity } from '../../../domain/identity/index.ts';
import type { Route } from '../route.ts';
import { auditRoutes } from './audit.ts';
import { invitedRoutes } from './auth-invitations.ts';
import { passkeyRoutes } from './auth-passkeys.ts';
import { sessionRoutes } from './auth-session.ts';
import { tokenRoutes } from './auth-tokens.ts';
import { blockRoutes } from './blocks.ts';
import { invitationRoutes } from './invitations.ts';
import { jwksRoutes } from './jwks.ts';
import { keyRoutes } from './keys.ts';
import { userRoutes } from './users.ts';

/** Everything of the REST API that is about who somebody is. */
export function identityRoutes(parts: {
  readonly identity: Identity;
  readonly blocks: Blocks;
  readonly audit: AuditReader;
  /** Asked when a cookie is set: the port may be known only once the server listens. */
  readonly publicUrl: () => string;
}): readonly Route[] {
  const { identity, blocks, audit, publicUrl } = parts;
  return [
    ...tokenRoutes(identity),
    ...sessionRoutes(identity, publicUrl),
    ...invitedRoutes(identity, publicUrl),
    ...passkeyRoutes(identity, publicUrl),
    ...jwksRoutes(identity),
    ...userRoutes(identity),
    ...blockRoutes(blocks),
    ...invitationRoutes(identity),
    ...keyRoutes(identity),
    ...auditRoutes(audit),
  ];
}
