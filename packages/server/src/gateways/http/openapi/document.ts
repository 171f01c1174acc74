import { Problem } from '@sky-genesis/protocol';
import { SESSION_COOKIE } from '../../wire/cookies.ts';
import type { Route } from '../route.ts';
import { SchemaComponents } from './components.ts';
import { isRecord, type JsonRecord } from './json.ts';
import { operationOf } from './operation.ts';
import { problemComponents } from './problems.ts';

/** The OpenAPI 3.1 document of the routes, made of their own schemas. */
export function openApiDocument(about: {
  readonly routes: readonly Route[];
  readonly version: string;
  readonly serverUrl: string;
}): JsonRecord {
  const { routes, version, serverUrl } = about;
  const components = new SchemaComponents();
  components.use(Problem);
  const paths: JsonRecord = {};
  for (const route of routes) {
    const known = paths[route.path];
    const item: JsonRecord = isRecord(known) ? known : {};
    item[route.method.toLowerCase()] = operationOf(route, components);
    paths[route.path] = item;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sky Genesis VoIP',
      version,
      summary: 'Calls and their signaling for web, mobile and PBX.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.all(),
      responses: problemComponents(),
      securitySchemes: SECURITY,
      parameters: PARAMETERS,
      headers: HEADERS,
    },
  };
}

const SECURITY: JsonRecord = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A user’s token. The scopes stand in its `scope` claim.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'A service’s or PBX’s key.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'The console’s session; changes also need an Origin of this server.',
  },
};

const PARAMETERS: JsonRecord = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Any 1 to 255 visible characters. For 24 hours the same request with the same key gets the first answer again, with `Idempotency-Replayed: true`.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '5f1c2d7e-3b0a-4f53-9d53-1f2f5f0f6a11',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Language of a problem’s sentences: `en` or `fr`.',
    schema: { type: 'string', default: 'en' },
  },
};

const HEADERS: JsonRecord = {
  RequestId: {
    description: 'Stands in the server’s log line of this request and in a problem.',
    schema: { type: 'string', examples: ['req_06h0eaz655yr97788nye5fprq8'] },
  },
};
