import { registerHooks } from 'node:module';

/** Preloaded before tests: whoever imports fast-check gets it with more runs and another seed. */
const replacement = new URL('fast-check-with-more-runs.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'fast-check' && context.parentURL !== replacement) {
      return { url: replacement, shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
});
