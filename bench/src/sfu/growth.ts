/** One point of a measurement of cost against load. */
export interface Point {
  readonly load: number;
  readonly cost: number;
}

/**
 * The exponent with which cost grows: the slope of its logarithm over that of the load, by least
 * squares. 1 is linear; a constant part makes it smaller.
 */
export function growthExponent(points: readonly Point[]): number {
  const logs = points.map(({ load, cost }) => ({ x: Math.log(load), y: Math.log(cost) }));
  const meanX = mean(logs.map(({ x }) => x));
  const meanY = mean(logs.map(({ y }) => y));
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}

/** The exponent that n log n has over the same loads. */
export function linearithmicExponent(points: readonly Point[]): number {
  return growthExponent(points.map(({ load }) => ({ load, cost: load * Math.log(load) })));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
