import type { TSchema } from 'typebox';

type Convert = (text: string) => unknown;
type Properties = readonly (readonly [name: string, schema: unknown])[];

/**
 * Query and path parameters are text: those whose schema wants a number or a boolean become one if they
 * look like one, and are left for the validator to refuse if they do not.
 */
export function prepareParameters(schema: TSchema): (raw: unknown) => unknown {
  const converts = propertiesOf(schema).flatMap(([name, property]) => {
    const convert = conversionOf(property);
    return convert === undefined ? [] : [[name, convert] as const];
  });
  const fillDefaults = withDefaults(schema);
  return (raw) => {
    if (!isRecord(raw)) return raw;
    const value: Record<string, unknown> = { ...raw };
    for (const [name, convert] of converts) {
      const text = value[name];
      if (typeof text === 'string') value[name] = convert(text);
    }
    return fillDefaults(value);
  };
}

/** Sets the schema's defaults where a member of the outermost object is absent. */
export function withDefaults(schema: TSchema): (raw: unknown) => unknown {
  const defaults = propertiesOf(schema).flatMap(([name, property]) =>
    isRecord(property) && property.default !== undefined ? [[name, property.default] as const] : [],
  );
  if (defaults.length === 0) return (raw) => raw;
  return (raw) => {
    if (!isRecord(raw)) return raw;
    for (const [name, value] of defaults) {
      if (!Object.hasOwn(raw, name)) raw[name] = value;
    }
    return raw;
  };
}

function propertiesOf(schema: TSchema): Properties {
  const properties = 'properties' in schema ? schema.properties : undefined;
  return isRecord(properties) ? Object.entries(properties) : [];
}

function conversionOf(property: unknown): Convert | undefined {
  switch (isRecord(property) ? property.type : undefined) {
    case 'integer':
    case 'number':
      return (text) => (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : text);
    case 'boolean':
      return (text) => (text === 'true' ? true : text === 'false' ? false : text);
    default:
      return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
