import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ServerFrame } from '@sky-genesis/protocol';
import type { WsClient } from '../../packages/server/test/ws-client.ts';
import type { Product } from '../peers/product.ts';
import type { Content, MeetingPage } from './page.ts';

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: T }>;

/** A seat in a room of the running product, as `join` answers it. */
export interface RoomSeat {
  readonly participantId: string;
  readonly token: string;
}

const tokens = new WeakMap<Product, Map<string, Promise<string>>>();

/** A token of the user, the same each time: each one made takes a process. */
export function tokenOf(product: Product, user: string): Promise<string> {
  const known = tokens.get(product) ?? new Map<string, Promise<string>>();
  tokens.set(product, known);
  const token = known.get(user) ?? product.token(user);
  known.set(user, token);
  return token;
}

/** What one user asks of the REST API. */
export async function ask(
  product: Product,
  user: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const token = await tokenOf(product, user);
  const answer = await fetch(`${product.url}/api/v1/voip${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = JSON.parse((await answer.text()) || '{}');
  assert.ok(typeof json === 'object' && json !== null);
  return { status: answer.status, body: { ...json } };
}

export async function takeSeat(product: Product, user: string, room: string): Promise<RoomSeat> {
  const { status, body } = await ask(product, user, 'POST', `/rooms/${room}/join`);
  assert.equal(status, 200, JSON.stringify(body));
  const { participant, room_token: token } = body;
  assert.ok(typeof participant === 'object' && participant !== null && 'id' in participant);
  return { participantId: String(participant.id), token: String(token) };
}

/**
 * One media session, negotiated frame by frame as the protocol has it, without the SDK: a WebSocket here, and the
 * connection in a page.
 */
export class RoomClient {
  readonly page: MeetingPage;
  readonly ws: WsClient;
  readonly sessionId: string;
  readonly token: string | undefined;
  transport: string = randomUUID();
  readonly frames: ServerFrame[] = [];
  #revision = 0;
  #waiting: (() => void)[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(page: MeetingPage, ws: WsClient, session: string, token?: string) {
    this.page = page;
    this.ws = ws;
    this.sessionId = session;
    this.token = token;
    ws.socket.on('message', (data) => this.#hear(JSON.parse(data.toString())));
  }

  /** Publishes a colour and a tone. */
  async publish(content: Content): Promise<void> {
    await this.offer(await this.page.publish(content), [
      { mid: '0', source: 'camera' },
      { mid: '1', source: 'microphone' },
    ]);
  }

  async offer(sdp: string, tracks: readonly unknown[]): Promise<void> {
    this.#revision += 1;
    this.ws.send({
      type: 'MediaOffer',
      id: `offer-${this.#revision}`,
      ...this.names,
      revision: this.#revision,
      sdp,
      tracks,
      ...(this.token === undefined ? {} : { token: this.token }),
    });
    await this.until((frame) => frame.type === 'Ack' || frame.type === 'Error');
    const refusal = this.frames.find((frame) => frame.type === 'Error');
    assert.equal(refusal, undefined);
    await this.page.connected();
  }

  /** Sees the colour and hears the tone of the first who comes in. */
  async perceives(content: Content): Promise<void> {
    await this.#work;
    await this.page.perceives(content);
  }

  close(): void {
    this.ws.socket.terminate();
  }

  get names() {
    return { session_id: this.sessionId, transport_id: this.transport };
  }

  /** The last frame of a type; waits for the first. */
  async last<T extends ServerFrame['type']>(
    type: T,
    fits: (frame: FrameOf<T>) => boolean = () => true,
  ): Promise<FrameOf<T>> {
    const isIt = (frame: ServerFrame): frame is FrameOf<T> => frame.type === type;
    const found = () => this.frames.filter(isIt).findLast(fits);
    await this.until(() => found() !== undefined);
    const frame = found();
    assert.ok(frame);
    return frame;
  }

  async until(fits: (frame: ServerFrame) => boolean): Promise<void> {
    while (!this.frames.some(fits)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #hear(frame: ServerFrame): void {
    this.frames.push(frame);
    this.#work = this.#work.then(() => this.#negotiate(frame));
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async #negotiate(frame: ServerFrame): Promise<void> {
    if (frame.type !== 'MediaAnswer' && frame.type !== 'MediaOffer') return;
    if (frame.session_id !== this.sessionId || frame.transport_id !== this.transport) return;
    if (frame.type === 'MediaAnswer') return await this.page.take(frame.sdp).then(() => undefined);
    const sdp = await this.page.answer(frame.sdp);
    const { revision } = frame;
    this.ws.send({ type: 'MediaAnswer', id: `answer-${revision}`, ...this.names, revision, sdp });
  }
}
