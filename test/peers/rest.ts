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

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** One request below `/api/v1/voip`. @returns its status, and the answer's JSON; null without one */
export async function ask(
  origin: string,
  token: string,
  { method, path, body }: Question,
): Promise<{ readonly status: number; readonly answer: unknown }> {
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
  return { status: response.status, answer };
}

/** The same of one that has to be granted. @returns the answer's JSON. @throws Refused */
export async function request(origin: string, token: string, question: Question): Promise<unknown> {
  const { status, answer } = await ask(origin, token, question);
  if (status >= 300) {
    throw new Refused(
      String(Reflect.get(Object(answer), 'code')),
      String(Reflect.get(Object(answer), 'detail')),
    );
  }
  return answer;
}
