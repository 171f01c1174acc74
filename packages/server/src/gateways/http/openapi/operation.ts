import type { TSchema } from 'typebox';
import type { Route } from '../route.ts';
import { pathParameters } from '../route-table.ts';
import type { SchemaComponents } from './components.ts';
import { exampleOf } from './example.ts';
import { isRecord, type JsonRecord, type JsonValue, plain } from './json.ts';
import { problemResponses } from './problems.ts';

const SUCCESS: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted.',
  204: 'Done; there is nothing to say.',
  503: 'Not at the moment.',
};

/** The operation object of a route (OpenAPI 3.1 §4.8.10). */
export function operationOf(route: Route, components: SchemaComponents): JsonRecord {
  const parameters = [...pathParametersOf(route), ...queryParametersOf(route, components)];
  if (route.creates === true) parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  parameters.push({ $ref: '#/components/parameters/AcceptLanguage' });
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf(route),
    parameters,
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body, route, components) }),
    responses: { ...successResponses(route, components), ...problemResponses(route) },
  };
}

function securityOf(route: Route): JsonValue {
  const grants = route.grant === undefined ? [] : [route.grant];
  switch (route.auth) {
    case 'none':
      return [];
    case 'session':
      return [{ session: grants }];
    case 'required':
      return [{ bearer: grants }, { apiKey: grants }, { session: grants }];
    default:
      return route.auth satisfies never;
  }
}

function pathParametersOf(route: Route): JsonRecord[] {
  const schemas = propertiesOf(route.params);
  return pathParameters(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: withoutIds(schemas[name] ?? { type: 'string' }),
  }));
}

function queryParametersOf(route: Route, components: SchemaComponents): JsonRecord[] {
  if (route.query === undefined) return [];
  const { required } = plain(route.query);
  return Object.entries(propertiesOf(route.query)).map(([name, schema]) => {
    const description = isRecord(schema) ? schema.description : undefined;
    return {
      name,
      in: 'query',
      required: Array.isArray(required) && required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: isRecord(schema) ? components.use(schema) : schema,
    };
  });
}

function bodyOf(
  schema: TSchema,
  { bodyOptional, bodyType: type = 'application/json' }: Route,
  components: SchemaComponents,
): JsonRecord {
  const required = bodyOptional !== true;
  const media = { schema: components.use(schema), example: exampleOf(schema) };
  return { required, content: { [type]: media } };
}

function successResponses(route: Route, components: SchemaComponents): JsonRecord {
  const responses = Object.entries(route.responses).map(([status, schema]) => {
    const description = SUCCESS[Number(status)] ?? 'Done.';
    const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
    if (schema === null) return [status, { description, headers }] as const;
    const media = { schema: components.use(schema), example: exampleOf(schema) };
    const type = route.answerType ?? 'application/json';
    return [status, { description, headers, content: { [type]: media } }] as const;
  });
  return Object.fromEntries(responses);
}

function propertiesOf(schema: TSchema | undefined): JsonRecord {
  const properties = schema === undefined ? undefined : plain(schema).properties;
  return isRecord(properties) ? properties : {};
}

function withoutIds(schema: JsonValue): JsonValue {
  if (!isRecord(schema)) return schema;
  const { $id: _, ...rest } = schema;
  return rest;
}
