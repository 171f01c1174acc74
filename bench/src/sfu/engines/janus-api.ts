import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import WebSocket from 'ws';

const Message = Type.Object({
  janus: Type.String(),
  transaction: Type.Optional(Type.String()),
  sender: Type.Optional(Type.Integer()),
  data: Type.Optional(Type.Object({ id: Type.Optional(Type.Integer()) })),
  error: Type.Optional(Type.Object({ reason: Type.String() })),
  plugindata: Type.Optional(
    Type.Object({
      data: Type.Object({
        id: Type.Optional(Type.Integer()),
        error: Type.Optional(Type.String()),
        error_code: Type.Optional(Type.Integer()),
      }),
    }),
  ),
  jsep: Type.Optional(Type.Object({ type: Type.String(), sdp: Type.String() })),
});
export type JanusMessage = Static<typeof Message>;
const messages = Compile(Message);

const KEEP_ALIVE_MS = 20_000;
const ANSWER_MS = 10_000;

/** Janus's API over WebSocket, as far as the VideoRoom needs it. */
export class JanusApi {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, PromiseWithResolvers<JanusMessage>>();
  #session = 0;
  #transactions = 0;
  #keepAlive: NodeJS.Timeout | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#take(JSON.parse(data.toString())));
    socket.on('error', () => undefined);
  }

  /** @throws when nobody listens there */
  static async connect(url: string): Promise<JanusApi> {
    const socket = new WebSocket(url, 'janus-protocol');
    const opened = Promise.withResolvers<void>();
    socket.once('open', () => opened.resolve());
    socket.once('error', (error) => opened.reject(error));
    const api = new JanusApi(socket);
    await opened.promise;
    const { data } = await api.#request({ janus: 'create' });
    api.#session = data?.id ?? 0;
    api.#keepAlive = setInterval(() => api.#send({ janus: 'keepalive' }, 'k'), KEEP_ALIVE_MS);
    return api;
  }

  /** A handle of the VideoRoom plugin. */
  async attach(): Promise<number> {
    const { data } = await this.#request({ janus: 'attach', plugin: 'janus.plugin.videoroom' });
    return data?.id ?? 0;
  }

  /** @throws what the plugin answers as an error */
  async message(handle: number, body: object, jsep?: object): Promise<JanusMessage> {
    const answer = await this.#request({
      janus: 'message',
      handle_id: handle,
      body,
      ...(jsep === undefined ? {} : { jsep }),
    });
    const problem = answer.error?.reason ?? answer.plugindata?.data.error;
    if (problem !== undefined) throw new Error(`Janus refuses ${JSON.stringify(body)}: ${problem}`);
    return answer;
  }

  close(): void {
    clearInterval(this.#keepAlive);
    this.#socket.terminate();
  }

  async #request(fields: object): Promise<JanusMessage> {
    this.#transactions += 1;
    const transaction = `t${this.#transactions}`;
    const waiting = Promise.withResolvers<JanusMessage>();
    this.#waiting.set(transaction, waiting);
    this.#send(fields, transaction);
    const late = (): void => waiting.reject(new Error('Janus did not answer'));
    const timer = setTimeout(late, ANSWER_MS);
    return await waiting.promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(transaction);
    });
  }

  #send(fields: object, transaction: string): void {
    const session = this.#session === 0 ? {} : { session_id: this.#session };
    this.#socket.send(JSON.stringify({ ...fields, ...session, transaction }));
  }

  #take(value: unknown): void {
    if (!messages.Check(value) || value.transaction === undefined) return;
    const waiting = this.#waiting.get(value.transaction);
    // An asynchronous request is acknowledged first.
    if (value.janus !== 'ack') waiting?.resolve(value);
  }
}
