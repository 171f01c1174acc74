import { NetworkError, ProtocolError, SgeError } from '@sky-genesis/client';
import { parseAs, type Static, type TSchema } from '@sky-genesis/protocol';

interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Requests under the console's session cookie. */
export interface Requests {
  /** @throws SgeError refused · NetworkError not reached · ProtocolError unreadable */
  read<S extends TSchema>(schema: S, question: Question): Promise<Static<S>>;
  /** For answers whose body does not matter. Throws as `read` does, but never ProtocolError. */
  send(question: Question): Promise<void>;
}

/** @param language asked for every request, so that refusals come in the language on the screen */
export function createRequests(language: () => string): Requests {
  const fetched = async (question: Question): Promise<unknown> => {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-language': language(),
    };
    if (question.body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(question.path, {
      method: question.method,
      headers,
      credentials: 'same-origin',
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    }).catch((cause: unknown) => {
      throw new NetworkError('the server could not be reached', { cause });
    });
    const body = await bodyOf(response);
    if (!response.ok) throw SgeError.of(response.status, body);
    return body;
  };
  return {
    async read(schema, question) {
      const parsed = parseAs(schema, await fetched(question));
      if (parsed === undefined) throw new ProtocolError(`unreadable answer to ${question.path}`);
      return parsed;
    },
    async send(question) {
      await fetched(question);
    },
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
