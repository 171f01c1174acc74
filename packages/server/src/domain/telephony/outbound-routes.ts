import type { Trunk } from './trunk.ts';

/** A way out: the trunk, and the number as it wants it. */
export interface OutboundHop {
  readonly trunk: Trunk;
  readonly number: string;
}

/**
 * The trunks through which `dialled` may go, in the order in which they are tried. Of each trunk its longest
 * prefix decides. The trunks with the longest match come first, then the lowest priority; among equals
 * chance by weight decides (RFC 2782). Empty: nobody may dial it.
 *
 * @param dialled digits, `*`, `#` and a leading `+`
 * @param draw a number from 0 to below its argument
 */
export function outboundHops(
  trunks: readonly Trunk[],
  dialled: string,
  draw: (below: number) => number,
): readonly OutboundHop[] {
  const matches = trunks.flatMap((trunk) => matchOf(trunk, dialled) ?? []);
  const ranks = Map.groupBy(matches, ({ length, trunk }) => rankOf(length, trunk));
  return [...ranks.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, equals]) => byWeight(equals, draw))
    .map(({ trunk, number }) => ({ trunk, number }));
}

interface Match extends OutboundHop {
  /** Of the prefix. */
  readonly length: number;
}

const PRIORITIES = 65_536;

function rankOf(length: number, { settings }: Trunk): number {
  return settings.priority - length * PRIORITIES;
}

function matchOf(trunk: Trunk, dialled: string): Match | undefined {
  if (!trunk.settings.enabled) return undefined;
  const [route] = trunk.settings.routes
    .filter(({ prefix }) => dialled.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  if (route === undefined) return undefined;
  const number = route.prepend + dialled.slice(route.strip);
  return number === '' ? undefined : { trunk, number, length: route.prefix.length };
}

function byWeight(matches: readonly Match[], draw: (below: number) => number): readonly Match[] {
  const left = [...matches];
  const order: Match[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { trunk }) => sum + trunk.settings.weight + 1, 0);
    let mark = draw(total);
    const at = left.findIndex(({ trunk }) => {
      mark -= trunk.settings.weight + 1;
      return mark < 0;
    });
    order.push(...left.splice(Math.max(0, at), 1));
  }
  return order;
}
