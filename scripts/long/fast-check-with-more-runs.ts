import fastCheck, { type IAsyncProperty, type IProperty, type Parameters } from 'fast-check';

export * from 'fast-check';

const USUAL_RUNS = 100;
const factor = Number(process.env.FUZZ_FACTOR ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? 1);

/** `assert` of fast-check with `FUZZ_FACTOR` times the runs and `FUZZ_SEED` for a seed. */
function assert<Ts>(property: IAsyncProperty<Ts>, params?: Parameters<Ts>): Promise<void>;
function assert<Ts>(property: IProperty<Ts>, params?: Parameters<Ts>): void;
function assert<Ts>(
  property: IProperty<Ts> | IAsyncProperty<Ts>,
  params: Parameters<Ts> = {},
): Promise<void> | void {
  const numRuns = (params.numRuns ?? USUAL_RUNS) * factor;
  const more = { ...params, numRuns, seed };
  return property.isAsync() ? fastCheck.assert(property, more) : fastCheck.assert(property, more);
}

export default { ...fastCheck, assert };
