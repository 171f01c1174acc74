import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';

const Recording = Type.Object({
  asterisk: Type.Object({ version: Type.String() }),
  password: Type.String(),
  answers: Type.Record(Type.String(), Type.String()),
  answer_to_wrong_password: Type.String(),
});

/** What a real Asterisk said; the file tells which, when, and how to record it again. */
export const recording = Parse(
  Recording,
  JSON.parse(readFileSync(new URL('fixtures/ari.json', import.meta.url), 'utf8')),
);

/** The recorded bytes for a request's head. */
export function recordedAnswer(head: string): string | undefined {
  const credentials = Buffer.from(`sge:${recording.password}`).toString('base64');
  if (!new RegExp(`^authorization: Basic ${credentials}\r$`, 'im').test(head)) {
    return recording.answer_to_wrong_password;
  }
  return recording.answers[/^GET (\S+) HTTP/.exec(head)?.[1] ?? ''];
}

export interface AriServer {
  /** For SGE_ARI_URL. */
  readonly url: string;
  /** Resolves with the head of the next request. */
  asked(): Promise<string>;
}

/** A server on a real socket that answers with the bytes that `answer` gives; undefined: never. */
export async function openAriServer(
  t: Pick<TestContext, 'after'>,
  answer: (head: string) => string | undefined = recordedAnswer,
): Promise<AriServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let head = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      const reply = answer(head);
      if (reply !== undefined) socket.end(reply);
      server.emit('asked', head);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/ari`,
    asked: async () => String((await once(server, 'asked'))[0]),
  };
}
