import { type TSchema, Type } from 'typebox';

/** Any list's answer: `{ data, next_cursor }`. `next_cursor` is null on the last page. */
export function pageOf<S extends TSchema>(item: S) {
  return Type.Object(
    {
      data: Type.Array(item),
      next_cursor: Type.Union([Type.String(), Type.Null()]),
    },
    { additionalProperties: false },
  );
}
