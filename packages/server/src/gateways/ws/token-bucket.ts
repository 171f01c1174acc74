export type Admission = 'admitted' | 'warned' | 'refused' | 'cut';

/**
 * Admits `burst` at once and `perSecond` on average. Whoever goes on regardless is warned once, then
 * refused in silence (an answer to each would only help them), and cut when as much again has come.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #atMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.#burst = burst;
    this.#perMs = perSecond / 1000;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  take(nowMs: number): Admission {
    const refilled = this.#tokens + (nowMs - this.#atMs) * this.#perMs;
    const before = Math.min(this.#burst, refilled);
    this.#atMs = nowMs;
    this.#tokens = before - 1;
    if (this.#tokens >= 0) return 'admitted';
    if (before >= 0) return 'warned';
    return this.#tokens < -this.#burst ? 'cut' : 'refused';
  }
}
