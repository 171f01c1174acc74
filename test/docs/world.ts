import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { fill, type HttpAnswer, member, sendHttpBlock, text } from './http-block.ts';

/** The people of the examples. */
export type PersonId = 'user123' | 'user456' | 'user789';

/** A running product with the examples' people, and what the blocks have done so far. */
export class World {
  readonly product: Product;
  readonly tokens: Readonly<Record<PersonId, string>>;
  callId = '';
  roomId = '';
  participantId = '';
  deviceId = '';
  lastAnswer: HttpAnswer = { status: 0, body: null };
  readonly #browser: Browser;

  private constructor(
    product: Product,
    tokens: Readonly<Record<PersonId, string>>,
    browser: Browser,
  ) {
    this.product = product;
    this.tokens = tokens;
    this.#browser = browser;
  }

  /** @param env configuration of the product */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<World> {
    const product = await startProduct({ env });
    const [user123, user456, user789] = await Promise.all([
      product.token('user123'),
      product.token('user456'),
      product.token('user789'),
    ]);
    return new World(product, { user123, user456, user789 }, await launchChromium());
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.product.stop();
  }

  /** A page of the server's origin with the element that the examples name. */
  async page(): Promise<Page> {
    // The examples are for the reader's own pages, whose policy is the reader's.
    const context = await this.#browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${this.product.url}/docs`);
    await page.evaluate(() => {
      const video = document.createElement('video');
      video.id = 'remote-video';
      video.autoplay = true;
      document.body.append(video);
    });
    return page;
  }

  /** Sends a block's request, as `as` unless it names somebody, and insists on the status. */
  async send(block: string, status: number, as: PersonId = 'user123'): Promise<HttpAnswer> {
    const filled = fill(block, {
      '<token>': this.tokens[as],
      '<token of user456>': this.tokens.user456,
      '{call_id}': this.callId,
      '{room_id}': this.roomId,
      '{participant_id}': this.participantId,
      '{device_id}': this.deviceId,
    });
    this.lastAnswer = await sendHttpBlock(this.product.url, filled);
    assert.equal(this.lastAnswer.status, status, JSON.stringify(this.lastAnswer.body));
    return this.lastAnswer;
  }

  /** user123 hangs up and calls the participants; that call becomes the one that blocks speak of. */
  async newCall(...participants: readonly PersonId[]): Promise<void> {
    await this.hangUp();
    const body = JSON.stringify({ participants, call_type: 'video' });
    const request = `POST /api/v1/voip/calls\nAuthorization: Bearer <token>\nContent-Type: application/json\n\n${body}`;
    this.callId = text((await this.send(request, 201)).body, 'id');
  }

  /** Ends every call of user123: who talks in one call is busy for the next. */
  async hangUp(): Promise<void> {
    const list = 'GET /api/v1/voip/calls\nAuthorization: Bearer <token>';
    const calls = member((await this.send(list, 200)).body, 'data');
    assert.ok(Array.isArray(calls));
    for (const call of calls) {
      this.callId = text(call, 'id');
      await this.post('end', 'user123');
    }
  }

  async post(action: 'accept' | 'end', as: PersonId): Promise<void> {
    const request = `POST /api/v1/voip/calls/{call_id}/${action}\nAuthorization: Bearer <token>`;
    await this.send(request, 200, as);
  }

  /** A call between user123 and user456 who has answered. */
  async connectedCall(): Promise<void> {
    await this.newCall('user456');
    await this.post('accept', 'user456');
  }
}
