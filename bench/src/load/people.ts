import type { ServerProcess } from './server-process.ts';

export interface Person {
  readonly id: string;
  readonly token: string;
}

export interface Pair {
  readonly caller: Person;
  readonly callee: Person;
}

/** Creates users by the API and takes an hour's token for each. */
export async function makePairs(server: ServerProcess, count: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i += 1) {
    const [caller, callee] = await Promise.all([
      makePerson(server, `caller${i}`),
      makePerson(server, `callee${i}`),
    ]);
    pairs.push({ caller, callee });
  }
  return pairs;
}

async function makePerson(server: ServerProcess, id: string): Promise<Person> {
  await post(server, '/api/v1/users', { id });
  const token = await post(server, '/api/v1/auth/tokens', { user_id: id });
  return { id, token: field(token, 'access_token') };
}

async function post(server: ServerProcess, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': server.adminKey },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** A text field of a JSON answer. */
export function field(answer: unknown, name: string): string {
  const entry =
    typeof answer === 'object' && answer !== null
      ? Object.entries(answer).find(([key]) => key === name)
      : undefined;
  if (typeof entry?.[1] !== 'string') throw new Error(`the answer has no ${name}`);
  return entry[1];
}
