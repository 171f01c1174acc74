/**
 * The order of tiles after somebody has come, gone or begun to speak. Nobody moves without need: newcomers
 * sit at the end, and who speaks on a further page changes places with the one on the first page who has
 * been silent longest. The first place (one's own) and who speaks now are left where they are.
 *
 * @param before the order so far
 * @param present everybody with a tile, oneself first
 * @param capacity how many the first page has room for
 * @param speaking who speaks now, loudest first
 * @param spokeAtMs when each has last spoken; absent: not yet
 */
export function reseat(
  before: readonly string[],
  present: readonly string[],
  capacity: number,
  speaking: readonly string[],
  spokeAtMs: ReadonlyMap<string, number>,
): readonly string[] {
  const here = new Set(present);
  const known = new Set(before);
  const order = [...before.filter((id) => here.has(id)), ...present.filter((id) => !known.has(id))];
  for (const id of speaking.slice(0, capacity - 1)) {
    const from = order.indexOf(id);
    if (from < capacity) continue;
    const to = quietest(order.slice(0, capacity), speaking, spokeAtMs);
    const other = order[to];
    if (other === undefined) continue;
    order[to] = id;
    order[from] = other;
  }
  const same = order.length === before.length && order.every((id, index) => id === before[index]);
  return same ? before : order;
}

function quietest(
  page: readonly string[],
  speaking: readonly string[],
  spokeAtMs: ReadonlyMap<string, number>,
): number {
  let found = -1;
  let oldest = Number.POSITIVE_INFINITY;
  page.forEach((id, index) => {
    const spoke = spokeAtMs.get(id) ?? 0;
    // The latest of equals, so that the top of the page is the calmest.
    if (index > 0 && !speaking.includes(id) && spoke <= oldest) {
      found = index;
      oldest = spoke;
    }
  });
  return found;
}
