import { CALL_SENTENCES } from './catalogue-calls.ts';
import { IDENTITY_SENTENCES } from './catalogue-identity.ts';
import { MEDIA_SENTENCES } from './catalogue-media.ts';
import { REQUEST_SENTENCES } from './catalogue-request.ts';
import { ROOM_SENTENCES } from './catalogue-rooms.ts';
import { TELEPHONY_SENTENCES } from './catalogue-telephony.ts';
import { WEBSOCKET_SENTENCES } from './catalogue-websocket.ts';

export const LOCALES = ['en', 'fr'] as const;
export type Locale = (typeof LOCALES)[number];

/** What a refusal says to a person. `title` never varies; `detail` may name values of the occasion. */
export interface ErrorSentence {
  readonly title: string;
  /** `{name}` is a parameter; `[…]` falls away when a parameter inside it is not given. */
  readonly detail: string;
}

/** The sentences of every error code. A test holds the codes equal to the server's table. */
export const catalogue = {
  ...REQUEST_SENTENCES,
  ...IDENTITY_SENTENCES,
  ...CALL_SENTENCES,
  ...ROOM_SENTENCES,
  ...MEDIA_SENTENCES,
  ...TELEPHONY_SENTENCES,
  ...WEBSOCKET_SENTENCES,
} as const satisfies Record<string, Readonly<Record<Locale, ErrorSentence>>>;

export type CatalogueCode = keyof typeof catalogue;

export type SentenceParams = Readonly<Record<string, string | number>>;

/** Title and finished detail of an error code in one language. */
export function errorSentence(
  code: CatalogueCode,
  locale: Locale,
  params: SentenceParams = {},
): ErrorSentence {
  const { title, detail } = catalogue[code][locale];
  return { title, detail: fillSentence(detail, params) };
}

/** Fills `{name}` by the parameters and drops each `[…]` that lacks one of its own. */
export function fillSentence(template: string, params: SentenceParams): string {
  return template
    .replace(/\[([^[\]]*)\]/g, (_, part: string) =>
      placeholders(part).every((name) => Object.hasOwn(params, name)) ? part : '',
    )
    .replace(/\{(\w+)\}/g, (_, name: string) =>
      Object.hasOwn(params, name) ? String(params[name]) : '?',
    );
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}
