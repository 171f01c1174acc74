import type { Locale } from '@sky-genesis/protocol';

/** The words of the pages around the API itself. */
export interface DocsTexts {
  readonly title: string;
  readonly lead: string;
  readonly conventions: string;
  readonly conventionList: readonly (readonly [name: string, text: string])[];
  readonly operations: string;
  readonly schemas: string;
  readonly errors: string;
  readonly errorsLead: string;
  readonly machineReadable: string;
  readonly otherLanguage: string;
  readonly parameters: string;
  readonly body: string;
  readonly optionalBody: string;
  readonly answers: string;
  readonly noBody: string;
  readonly problems: string;
  readonly required: string;
  readonly openToAll: string;
  readonly sessionOnly: string;
  readonly needsCredential: string;
  readonly scope: string;
  readonly replayable: string;
  readonly code: string;
  readonly meaning: string;
  readonly skip: string;
  readonly contents: string;
}

const en: DocsTexts = {
  title: 'Sky Genesis VoIP API',
  lead: 'Everything this server answers over HTTP, made from the schemas it validates requests by.',
  conventions: 'Conventions',
  conventionList: [
    [
      'Credentials',
      'Send `Authorization: Bearer <token>` for a user or `X-API-Key: <key>` for a service; not both.',
    ],
    [
      'Bodies',
      'JSON in snake_case, at most 64 KiB. A field that an operation does not know is refused and named.',
    ],
    [
      'Refusals',
      'Every refusal is an `application/problem+json` (RFC 9457) with a stable `code`, in the language of `Accept-Language`.',
    ],
    [
      'Lists',
      'Answer `{ "data": […], "next_cursor": … }`; send `cursor` back for the next page until it is null.',
    ],
    [
      'Repeats',
      'On operations that create, the same `Idempotency-Key` gets the first answer again for 24 hours.',
    ],
    [
      'Limits',
      '`RateLimit` says what is left; over the limit the answer is 429 with `Retry-After` in seconds.',
    ],
    ['Tracing', '`traceparent` (W3C) is kept in the log lines; `X-Request-Id` names each request.'],
  ],
  operations: 'Operations',
  schemas: 'Schemas',
  errors: 'Errors',
  errorsLead:
    'The codes that a problem can carry. Codes and statuses are stable; sentences are not.',
  machineReadable: 'OpenAPI 3.1 document',
  otherLanguage: 'Français',
  parameters: 'Parameters',
  body: 'Body',
  optionalBody: 'Body (may be absent)',
  answers: 'Answers',
  noBody: 'no body',
  problems: 'Problems',
  required: 'required',
  openToAll: 'Needs no credential',
  sessionOnly: 'Console session only',
  needsCredential: 'Needs a credential',
  scope: 'scope',
  replayable: 'Takes an Idempotency-Key',
  code: 'Code',
  meaning: 'Meaning',
  skip: 'Skip to the operations',
  contents: 'Contents',
};

const fr: DocsTexts = {
  title: 'API Sky Genesis VoIP',
  lead: 'Tout ce que ce serveur répond en HTTP, tiré des schémas par lesquels il valide les requêtes.',
  conventions: 'Conventions',
  conventionList: [
    [
      'Identifiants',
      'Envoyez `Authorization: Bearer <jeton>` pour un utilisateur ou `X-API-Key: <clé>` pour un service, jamais les deux.',
    ],
    [
      'Corps',
      'Du JSON en snake_case, 64 Kio au plus. Un champ qu’une opération ne connaît pas est refusé et nommé.',
    ],
    [
      'Refus',
      'Chaque refus est un `application/problem+json` (RFC 9457) avec un `code` stable, dans la langue de `Accept-Language`.',
    ],
    [
      'Listes',
      'Elles répondent `{ "data": […], "next_cursor": … }` ; renvoyez `cursor` pour la page suivante jusqu’à null.',
    ],
    [
      'Répétitions',
      'Sur les opérations qui créent, la même `Idempotency-Key` redonne la première réponse pendant 24 heures.',
    ],
    [
      'Limites',
      '`RateLimit` dit ce qui reste ; au-delà, la réponse est 429 avec `Retry-After` en secondes.',
    ],
    [
      'Traçage',
      '`traceparent` (W3C) est gardé dans les journaux ; `X-Request-Id` nomme chaque requête.',
    ],
  ],
  operations: 'Opérations',
  schemas: 'Schémas',
  errors: 'Erreurs',
  errorsLead:
    'Les codes qu’un problème peut porter. Codes et statuts sont stables ; les phrases ne le sont pas.',
  machineReadable: 'Document OpenAPI 3.1',
  otherLanguage: 'English',
  parameters: 'Paramètres',
  body: 'Corps',
  optionalBody: 'Corps (peut manquer)',
  answers: 'Réponses',
  noBody: 'sans corps',
  problems: 'Problèmes',
  required: 'requis',
  openToAll: 'Sans identifiants',
  sessionOnly: 'Session de la console seulement',
  needsCredential: 'Identifiants nécessaires',
  scope: 'droit',
  replayable: 'Accepte une Idempotency-Key',
  code: 'Code',
  meaning: 'Sens',
  skip: 'Aller aux opérations',
  contents: 'Sommaire',
};

export const DOCS_TEXTS: Readonly<Record<Locale, DocsTexts>> = { en, fr };
