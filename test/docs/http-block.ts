import assert from 'node:assert/strict';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Replaces each placeholder of `text` that `values` knows: `<token>`, `{call_id}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(name, value), text);
}

/** Sends a block that is written as an HTTP request: a line, header fields, an empty line, a body. */
export async function sendHttpBlock(url: string, text: string): Promise<HttpAnswer> {
  const [head = '', ...rest] = text.split('\n\n');
  const [requestLine = '', ...fields] = head.split('\n');
  const [method, path] = requestLine.split(' ');
  assert.ok(method !== undefined && path !== undefined, `not a request: ${requestLine}`);
  assert.ok(!/<[^>]*>|\{\w+\}/.test(head), `a placeholder is left: ${head}`);
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).trim(), field.slice(colon + 1).trim()];
  });
  const body = rest.join('\n\n');
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body === '' ? {} : { body }),
  });
  const answer = await response.text();
  return { status: response.status, body: answer === '' ? null : JSON.parse(answer) };
}

/** A member of a JSON object; undefined when there is none. */
export function member(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null) return undefined;
  return Object.entries(json).find(([key]) => key === name)?.[1];
}

/** A member that must be text. */
export function text(json: unknown, name: string): string {
  const value = member(json, name);
  assert.equal(typeof value, 'string', `${name} in ${JSON.stringify(json)}`);
  return String(value);
}

/** A printed answer must have the names of the real one, no more, no less. */
export function assertSameNames(printed: unknown, real: unknown, where: string): void {
  if (Array.isArray(printed) && Array.isArray(real)) {
    if (real.length > 0) assertSameNames(printed[0], real[0], `${where}[0]`);
    return;
  }
  assert.equal(typeof printed, typeof real, where);
  if (typeof printed !== 'object' || printed === null || real === null) return;
  assert.deepEqual(Object.keys(printed).sort(), Object.keys(Object(real)).sort(), where);
  for (const [name, value] of Object.entries(printed)) {
    assertSameNames(value, member(real, name), `${where}.${name}`);
  }
}
