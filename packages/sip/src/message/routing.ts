import { maxUint32, parseInteger } from './grammar.ts';
import { type HeaderFields, readOnce } from './header-fields.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { parseVia, type Via } from './via.ts';

/** The topmost Via; a parsed message always has one. */
export const topVia = readOnce((headers): Via | undefined => {
  const [value] = headers.values('via');
  return value === undefined ? undefined : parseVia(value);
});

/** Takes the topmost Via value away, also where it is joined with the next by a comma. */
export function removeTopVia(headers: HeaderFields): void {
  headers.setAll('Via', headers.values('via').slice(1));
}

/** Puts a value in place of the topmost Via. */
export function replaceTopVia(headers: HeaderFields, value: string): void {
  const [, ...rest] = headers.values('via');
  headers.set('Via', value);
  for (const via of rest) headers.append('Via', via);
}

/** The addresses of all Route, Record-Route, Path or Service-Route fields; `undefined` where one is malformed. */
export function parseRoutes(
  headers: HeaderFields,
  name: 'Route' | 'Record-Route' | 'Path' | 'Service-Route',
): readonly NameAddr[] | undefined {
  const routes: NameAddr[] = [];
  for (const value of headers.values(name)) {
    const route = parseNameAddr(value);
    if (route === undefined) return undefined;
    routes.push(route);
  }
  return routes;
}

/** The tag of From or To. */
export function tagOf(headers: HeaderFields, name: 'From' | 'To'): string | undefined {
  return (name === 'From' ? fromOf : toOf)(headers)?.parameters.get('tag') ?? undefined;
}

/** The address in From. */
export const fromOf = readOnce((headers) => parseNameAddr(headers.get('from') ?? ''));
/** The address in To. */
export const toOf = readOnce((headers) => parseNameAddr(headers.get('to') ?? ''));

/** Max-Forwards, 70 where it is missing (§16.6), at most 255 (§20.22). */
export function maxForwards(headers: HeaderFields): number {
  const value = parseInteger(headers.get('max-forwards') ?? '70', maxUint32);
  return Math.min(value ?? 70, 255);
}
