export const SPOKEN_LANGUAGES = ['en', 'fr'] as const;
/** What telephones are spoken to in. */
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

/** A number that rings a user, leads into a room, or asks for the PIN of one. */
export interface Extension {
  readonly org: string;
  readonly number: string;
  readonly target:
    | { readonly kind: 'user'; readonly userId: string }
    | { readonly kind: 'room'; readonly roomId: string }
    | { readonly kind: 'dial_in' };
  /** Null: the server's. */
  readonly language: SpokenLanguage | null;
  readonly displayName: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
