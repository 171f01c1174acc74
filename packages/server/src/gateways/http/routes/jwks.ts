import { PublicKeySet } from '@sky-genesis/protocol';
import type { Identity } from '../../../domain/identity/index.ts';
import { defineRoute, type Route } from '../route.ts';

/** Short enough that a rotation is seen in time: new keys sign from the moment they are published. */
const CACHE = { 'cache-control': 'public, max-age=60' };

/** The keys that verify our tokens, at the address where OpenID clients look and within the API. */
export function jwksRoutes({ signingKeys }: Pick<Identity, 'signingKeys'>): Route[] {
  const paths = [
    { path: '/.well-known/jwks.json', operationId: 'getWellKnownKeySet' },
    { path: '/api/v1/auth/jwks', operationId: 'getKeySet' },
  ];
  return paths.map((place) =>
    defineRoute({
      ...place,
      method: 'GET',
      tag: 'Authentication',
      summary: 'The public keys that verify this server’s tokens (JWKS)',
      auth: 'none',
      responses: { 200: PublicKeySet },
      handler: async () => ({
        status: 200,
        body: { keys: signingKeys.published() },
        headers: CACHE,
      }),
    }),
  );
}
