import { CreateToken, Token } from '@sky-genesis/protocol';
import type { GivenToken, Identity } from '../../../domain/identity/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { timestamp } from './users-json.ts';

/** Bearer tokens. */
export function tokenRoutes({ tokens }: Pick<Identity, 'tokens'>): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/v1/auth/tokens',
      operationId: 'createToken',
      tag: 'Authentication',
      summary: 'Make a bearer token',
      description:
        'For yourself, or with the scope tokens:issue for any user of the organisation. It holds no scope that you lack or that the user’s role does not have, and does not outlive the session or token it is made with.',
      auth: 'required',
      body: CreateToken,
      bodyOptional: true,
      creates: true,
      responses: { 201: Token },
      refusals: ['user_not_found'],
      handler: async ({ body }, { scope, receipt, credentialExpiresAtMs }) => {
        const { user_id: userId, scope: grants, ttl_s: ttlS } = body ?? {};
        const request = { userId, grants, ttlS, notAfterMs: credentialExpiresAtMs };
        const given = await tokens.give(scope, request, (result) =>
          receipt({ status: 201, body: tokenJson(result) }),
        );
        return { status: 201, body: tokenJson(given) };
      },
    }),
  ];
}

function tokenJson(given: GivenToken): Token {
  return {
    access_token: given.token.reveal(),
    token_type: 'Bearer',
    expires_in: given.expiresInS,
    expires_at: timestamp(given.expiresAtMs),
    user_id: given.userId,
    scope: [...given.grants],
  };
}
