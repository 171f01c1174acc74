import { type Static, Type } from 'typebox';

/** What telephones are spoken to in. */
export const SpokenLanguage = Type.Enum(['en', 'fr']);
export type SpokenLanguage = Static<typeof SpokenLanguage>;
