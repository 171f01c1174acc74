import type { Route } from './route.ts';

export type AllowedMethods = (path: string) => readonly string[];

/** `/a/{id}` as Fastify writes it, `/a/:id`. */
export function fastifyPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Names of a path's parameters, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/**
 * Which methods an address knows, for the Allow of a 405. Only asked when no route matched.
 * @returns a function from a path to its methods; empty for an unknown address
 */
export function allowedMethods(routes: readonly Pick<Route, 'method' | 'path'>[]): AllowedMethods {
  const patterns = routes.map((route) => ({
    method: route.method,
    pattern: new RegExp(
      `^${route.path
        .split(/\{\w+\}/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]+')}$`,
    ),
  }));
  return (path) => {
    const methods = patterns
      .filter(({ pattern }) => pattern.test(path))
      .map(({ method }) => method)
      .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return [...new Set(methods)];
  };
}
