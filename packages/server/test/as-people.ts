import type { Answer, IdentityServer, RequestOptions } from './open-identity-server.ts';

/** A request of somebody; a name that was not given is presented as it is, as a token or key. */
export type AskAs = (
  who: string,
  method: string,
  path: string,
  options?: RequestOptions,
) => Promise<Answer>;

/** Makes these users, and asks in their names. */
export async function asPeople(
  server: IdentityServer,
  ...names: readonly string[]
): Promise<AskAs> {
  const tokens = new Map<string, string>();
  for (const name of names) tokens.set(name, await server.tokenOf(name));
  return (who, method, path, options = {}) =>
    server.request(method, path, { as: tokens.get(who) ?? who, ...options });
}
