import type { TSchema } from 'typebox';
import { isRecord, type JsonRecord, type JsonValue, plain } from './json.ts';

/** A value that a schema accepts, for the reader: required members and those with an example. */
export function exampleOf(schema: TSchema): JsonValue {
  return sample(plain(schema));
}

function sample(schema: JsonRecord): JsonValue {
  const { examples, enum: options, anyOf } = schema;
  if (Array.isArray(examples) && examples[0] !== undefined) return examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(options) && options[0] !== undefined) return options[0];
  if (Array.isArray(anyOf)) return isRecord(anyOf[0]) ? sample(anyOf[0]) : null;
  switch (schema.type) {
    case 'object':
      return sampleObject(schema);
    case 'array':
      return isRecord(schema.items) ? [sample(schema.items)] : [];
    case 'string':
      return schema.format === 'email' ? 'alice@example.org' : '…';
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleObject(schema: JsonRecord): JsonRecord {
  const { properties, required } = schema;
  if (!isRecord(properties)) return {};
  const names = Array.isArray(required) ? required : [];
  const members = Object.entries(properties).flatMap(([name, property]) =>
    isRecord(property) && names.includes(name) ? [[name, sample(property)] as const] : [],
  );
  return Object.fromEntries(members);
}
