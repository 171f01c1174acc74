/** @throws Refused */
export type Api = (method: string, path: string, body?: object) => Promise<unknown>;

/** A refusal of the REST API. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;

  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** One request below `/api/v1/voip`. @returns the answer's JSON */
export async function request(
  origin: string,
  token: string,
  {
    method,
    path,
    body,
  }: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<unknown> {
  const response = await fetch(`${origin}/api/v1/voip${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (!response.ok) {
    throw new Refused(
      String(Reflect.get(Object(answer), 'code')),
      String(Reflect.get(Object(answer), 'detail')),
    );
  }
  return answer;
}
