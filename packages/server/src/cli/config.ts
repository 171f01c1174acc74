import { type Config, configurationReference, describeValues } from '../config/index.ts';
import type { Print } from './print.ts';

/** `sge config doc`: the reference, as `docs/reference/configuration.md` has it. */
export function configDoc(print: Print): number {
  print.line(configurationReference().trimEnd());
  return 0;
}

/** `sge config check`: the values in force, or what is wrong with them (said by the caller). */
export function configCheck(config: Config, print: Print): number {
  print.line(describeValues(config).trimEnd());
  return 0;
}
