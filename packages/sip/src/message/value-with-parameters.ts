import { splitOutside } from './grammar.ts';
import { collectParameters, type Parameters } from './parameters.ts';

/** `value;name=value`: Event, Session-Expires, Content-Type and their like. */
export interface ValueWithParameters {
  readonly value: string;
  readonly parameters: Parameters;
}

/** Cuts the value from its parameters; `undefined` where either is malformed or the value is empty. */
export function parseValueWithParameters(text: string): ValueWithParameters | undefined {
  const [value = '', ...pieces] = splitOutside(text, ';') ?? [];
  const parameters = collectParameters(pieces);
  return value === '' || parameters === undefined ? undefined : { value, parameters };
}
