import type { Locale } from './catalogue.ts';

/** What is wrong with one value of an input, by the schema keyword it breaks or a name of ours. */
export const ISSUE_SENTENCES = {
  unknown: { en: 'is not a field of this request', fr: 'n’est pas un champ de cette requête' },
  required: { en: 'is missing', fr: 'manque' },
  type: { en: 'must be of type {type}', fr: 'doit être de type {type}' },
  enum: { en: 'must be one of {allowed}', fr: 'doit être l’une des valeurs {allowed}' },
  const: { en: 'must be {allowed}', fr: 'doit être {allowed}' },
  minimum: { en: 'must be at least {limit}', fr: 'doit être au moins {limit}' },
  maximum: { en: 'must be at most {limit}', fr: 'doit être au plus {limit}' },
  exclusiveMinimum: { en: 'must be above {limit}', fr: 'doit être supérieur à {limit}' },
  exclusiveMaximum: { en: 'must be below {limit}', fr: 'doit être inférieur à {limit}' },
  minLength: {
    en: 'must have at least {limit} characters',
    fr: 'doit avoir au moins {limit} caractères',
  },
  maxLength: {
    en: 'must have at most {limit} characters',
    fr: 'doit avoir au plus {limit} caractères',
  },
  minItems: {
    en: 'must have at least {limit} items',
    fr: 'doit avoir au moins {limit} éléments',
  },
  maxItems: { en: 'must have at most {limit} items', fr: 'doit avoir au plus {limit} éléments' },
  minProperties: {
    en: 'must have at least {limit} fields',
    fr: 'doit avoir au moins {limit} champs',
  },
  maxProperties: {
    en: 'must have at most {limit} fields',
    fr: 'doit avoir au plus {limit} champs',
  },
  uniqueItems: {
    en: 'must not have the same item twice',
    fr: 'ne doit pas avoir deux fois le même élément',
  },
  pattern: { en: 'does not have the right form', fr: 'n’a pas la bonne forme' },
  format: { en: 'must be a valid {format}', fr: 'doit être un {format} valide' },
  other: { en: 'is not acceptable here', fr: 'n’est pas acceptable ici' },
  header_invalid: {
    en: 'must be 1 to 255 visible ASCII characters',
    fr: 'doit avoir de 1 à 255 caractères ASCII visibles',
  },
  json_syntax: { en: 'is not JSON', fr: 'n’est pas du JSON' },
  json_too_deep: {
    en: 'is nested too deeply; 32 levels are allowed',
    fr: 'est trop imbriqué ; 32 niveaux sont permis',
  },
  json_forbidden_key: {
    en: 'must not contain the keys __proto__ or constructor.prototype',
    fr: 'ne doit pas contenir les clés __proto__ ou constructor.prototype',
  },
  two_credentials: {
    en: 'must not come together with X-API-Key',
    fr: 'ne doit pas accompagner X-API-Key',
  },
  repeated_header: {
    en: 'must not be sent more than once',
    fr: 'ne doit pas être envoyé plusieurs fois',
  },
  host_missing: { en: 'is missing', fr: 'manque' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

export type IssueName = keyof typeof ISSUE_SENTENCES;

export function isIssueName(name: string): name is IssueName {
  return Object.hasOwn(ISSUE_SENTENCES, name);
}
