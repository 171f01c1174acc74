import { Type } from 'typebox';

/** Times of REST bodies: RFC 3339 UTC with milliseconds, `2026-01-31T09:30:00.000Z`. */
export const Timestamp = Type.String({
  format: 'date-time',
  examples: ['2026-01-31T09:30:00.000Z'],
});

export const NullableTimestamp = Type.Union([Timestamp, Type.Null()]);

/** Times of WebSocket presence, chat and typing frames: Unix seconds. */
export const UnixSeconds = Type.Integer({ minimum: 0 });

/** Letters, digits and `. _ @ + -`; 1 to 64 of them. The `sub` of a token. */
export const UserId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$',
  examples: ['user123'],
});

export const CallId = Type.String({
  pattern: '^call_[0-9a-hjkmnp-tv-z]{26}$',
  examples: ['call_06h0eaz655yr97788nye5fprq8'],
});

/** A page of any list. `next_cursor` is opaque; null on the last page. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
  },
  { additionalProperties: false },
);
