import { join } from 'node:path';
import { root } from './repository.mjs';

/**
 * An environment in which Node keeps what it makes of TypeScript, half of what a start costs: beside the packages, where
 * it is as safe as they are. Where that cannot be written, nothing is kept. Whoever names another place has it there.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function keepingCompiledCode(env) {
  return { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/sge'), ...env };
}
