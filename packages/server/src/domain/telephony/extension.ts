/** A number that rings a user or leads into a room. */
export interface Extension {
  readonly org: string;
  readonly number: string;
  readonly target:
    | { readonly kind: 'user'; readonly userId: string }
    | { readonly kind: 'room'; readonly roomId: string };
  readonly displayName: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
