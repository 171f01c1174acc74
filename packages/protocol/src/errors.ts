import { type Static, Type } from 'typebox';

/** RFC 9457 problem details, as every refusal of the REST API is answered. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'URI of the documentation of `code`' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
    code: Type.String({ description: 'stable, machine-readable' }),
    request_id: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { $id: 'Problem', additionalProperties: false },
);
export type Problem = Static<typeof Problem>;
