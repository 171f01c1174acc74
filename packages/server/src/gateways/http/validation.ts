import type { IssueName, SentenceParams } from '@sky-genesis/protocol';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { AppError } from '../../kernel/index.ts';
import { prepareParameters, withDefaults } from './input-preparation.ts';
import type { InputPart, Parse, ParserCompiler } from './route.ts';

/** One thing wrong with an input, not yet said in any language. */
export interface Finding {
  /** A JSON pointer into the body, or the parameter's name. */
  readonly path: string;
  readonly issue: IssueName;
  readonly params: SentenceParams;
}

/** An input that its schema refuses. */
export class InvalidInput extends AppError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('validation_failed');
    this.findings = findings;
  }
}

/** More than any list of ours may have. */
const READ_ITEMS = 300;
const NOTHING: TSchema = Type.Object({}, { additionalProperties: false });

/** Compiles the routes' schemas, once each, when the gateway is made. */
export const parsers: ParserCompiler = {
  compile<T>(schema: TSchema | undefined, part: InputPart): Parse<T> {
    const prepare = preparation(schema, part);
    const validator = Compile(schema ?? NOTHING);
    const absentAllowed = schema === undefined;
    const fits = (value: unknown): value is T =>
      (absentAllowed && value === undefined) || validator.Check(value);
    return (raw) => {
      const value = prepare(raw);
      if (fits(value)) return value;
      throw refusal(part, validator.Errors(shortened(value)));
    };
  },
};

/**
 * The same with the first items only of long lists, which are refused for their length anyway: looking for
 * what else is wrong with them takes the validator time that grows with the square of it.
 */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, READ_ITEMS).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]));
}

function preparation(schema: TSchema | undefined, part: InputPart): (raw: unknown) => unknown {
  if (schema === undefined) return part === 'params' ? () => undefined : (raw) => raw;
  return part === 'body' ? withDefaults(schema) : prepareParameters(schema);
}

/** A path that no resource can have is an unknown address, not a bad input. */
function refusal(part: InputPart, errors: readonly TLocalizedValidationError[]): AppError {
  if (part === 'params') return new AppError('not_found');
  const findings = errors.flatMap((error) => findingsOf(error, errors));
  const named = findings.map((finding) =>
    part === 'query' ? { ...finding, path: finding.path.slice(1) } : finding,
  );
  return new InvalidInput(named);
}

function findingsOf(
  error: TLocalizedValidationError,
  all: readonly TLocalizedValidationError[],
): readonly Finding[] {
  const path = error.instancePath;
  // The alternatives of a union each say why they do not fit; only the union's own verdict is of use.
  if (all.some((other) => other.keyword === 'anyOf' && isAlternative(error, other))) return [];
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        path: `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        issue: 'required',
        params: {},
      }));
    case 'boolean':
      return [{ path, issue: 'unknown', params: {} }];
    case 'additionalProperties':
      return []; // said by `boolean` for each of them
    case 'type':
      return [{ path, issue: 'type', params: { type: [error.params.type].flat().join(' | ') } }];
    case 'enum':
      return [{ path, issue: 'enum', params: { allowed: error.params.allowedValues.join(', ') } }];
    case 'const':
      return [{ path, issue: 'const', params: { allowed: String(error.params.allowedValue) } }];
    case 'format':
      return [{ path, issue: 'format', params: { format: error.params.format } }];
    default:
      return [limitOrOther(error)];
  }
}

function limitOrOther(error: TLocalizedValidationError): Finding {
  const path = error.instancePath;
  switch (error.keyword) {
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return { path, issue: error.keyword, params: { limit: Number(error.params.limit) } };
    case 'pattern':
    case 'uniqueItems':
      return { path, issue: error.keyword, params: {} };
    default:
      return { path, issue: 'other', params: {} };
  }
}

function isAlternative(error: TLocalizedValidationError, union: TLocalizedValidationError) {
  return error.schemaPath.startsWith(`${union.schemaPath}/anyOf/`);
}
