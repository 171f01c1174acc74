import { median } from '../load/statistics.ts';
import { type Result, rounded } from '../report.ts';
import type { Contest, Contestant } from './contest.ts';
import { growthExponent, linearithmicExponent } from './growth.ts';
import { type Case, caseKey, type RunOf } from './rising-load.ts';

/** What the bars are for; smaller audiences are for the eye. */
const BARRED_SUBSCRIBERS = 50;
const OF_JANUS = 0.75;
const OF_BARE = 1.3;
const MEMORY_KB = 200;
/** A forwarder that loses is not cheap. */
const MAX_LOST_SHARE = 0.01;
/** Below it a constant part would hide how cost grows. */
const GROWTH_FROM = 10;

export function contestResults(contest: Contest, cases: readonly Case[]): readonly Result[] {
  const { product, bare, janus, janusThreads } = contest;
  return [
    ...cases.flatMap((each) => [
      cost(product, janus, each, OF_JANUS),
      cost(product, bare, each, OF_BARE),
      ...(janusThreads === undefined ? [] : [cost(product, janusThreads, each)]),
    ]),
    ...[...new Set(cases.map(({ rate }) => rate))].flatMap((rate) => growth(product, cases, rate)),
    memory(product, janus),
    join(product, janus),
  ];
}

function cost(product: Contestant, peer: Contestant, each: Case, bar?: number): Result {
  const barred = bar !== undefined && each.subscribers === BARRED_SUBSCRIBERS;
  const lost = median(product.runs.map((run) => run.measured.get(caseKey(each))?.lostShare ?? 1));
  const losing = lost > MAX_LOST_SHARE ? `, losing ${rounded(100 * lost)} %` : '';
  const compared = compare(product, peer, (run) => {
    const measured = run.measured.get(caseKey(each));
    return measured === undefined ? Number.NaN : (1e6 * measured.cpuSeconds) / measured.received;
  });
  return {
    bench: 'sfu',
    case: `1 → ${each.subscribers} at ${each.rate} packets/s of 1,200 B${losing}`,
    unit: 'µs CPU per forwarded packet',
    ...compared,
    bar: barred ? `≤ ${bar} × ${peer.name}` : 'none',
    ok: losing === '' && (!barred || (compared.ratio !== null && compared.ratio <= bar)),
  };
}

function memory(product: Contestant, peer: Contestant): Result {
  const compared = compare(product, peer, (run) => run.kilobytesPerSubscriber);
  return {
    bench: 'sfu',
    case: 'memory of a subscriber under load, from the tenth on',
    unit: 'kB resident',
    ...compared,
    bar: `≤ ${MEMORY_KB} kB`,
    ok: compared.value <= MEMORY_KB,
  };
}

function join(product: Contestant, peer: Contestant): Result {
  const compared = compare(product, peer, (run) => run.joinMs);
  return {
    bench: 'sfu',
    case: 'join of one more, first message → first packet (the product: of a key frame)',
    unit: 'ms',
    ...compared,
    bar: 'none',
    ok: true,
  };
}

/** How the product's cost grows with its audience; nothing where a plan has too few sizes. */
function growth(product: Contestant, cases: readonly Case[], rate: number): readonly Result[] {
  const at = cases.filter((each) => each.rate === rate && each.subscribers >= GROWTH_FROM);
  if (at.length < 2) return [];
  const points = (runs: readonly RunOf[]) =>
    at.map((each) => {
      const costs = runs.map((run) => run.measured.get(caseKey(each))?.cpuSeconds ?? Number.NaN);
      return { load: each.subscribers, cost: median(costs) };
    });
  const exponents = product.runs.map((run) => growthExponent(points([run])));
  const value = growthExponent(points(product.runs));
  const limit = linearithmicExponent(points(product.runs));
  const sizes = at.map(({ subscribers }) => subscribers).join(', ');
  return [
    {
      bench: 'sfu',
      case: `growth of cost with the audience (${sizes}) at ${rate} packets/s`,
      unit: 'exponent (1 is linear)',
      value: rounded(value),
      spread: spread(exponents),
      peer: 'none',
      peer_value: null,
      ratio: null,
      bar: `≤ ${rounded(limit)}: n log n over the same sizes`,
      ok: value <= limit,
    },
  ];
}

function compare(
  product: Contestant,
  peer: Contestant,
  figure: (run: RunOf) => number,
): Omit<Result, 'bench' | 'case' | 'unit' | 'bar' | 'ok'> {
  const values = product.runs.map(figure);
  const peers = peer.runs.map(figure);
  const missing = peers.length === 0;
  return {
    value: rounded(median(values)),
    spread: spread(values),
    peer: missing ? `${peer.name}, MISSING: ${peer.missing}` : peer.name,
    peer_value: missing ? null : rounded(median(peers)),
    ratio: missing
      ? null
      : rounded(median(values.map((value, run) => value / (peers[run] ?? Number.NaN)))),
  };
}

function spread(values: readonly number[]): readonly [number, number] {
  return [rounded(Math.min(...values)), rounded(Math.max(...values))];
}
