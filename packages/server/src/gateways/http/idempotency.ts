import { createHash } from 'node:crypto';
import type { EnvelopeKey, Receipt, ReceiptRepository } from '../../domain/identity/ports.ts';
import { AppError, type Clock, KeyedQueue, type Write } from '../../kernel/index.ts';
import type { Reply } from './route.ts';
import { openReply, sealReply } from './sealed-reply.ts';

export interface IdempotentRequest {
  readonly org: string;
  /** `user:<id>` or `key:<id>` */
  readonly owner: string;
  readonly key: string;
  /** Method, path with query, and body: what "the same request" means. */
  readonly fingerprint: string;
}

export interface IdempotentAnswer {
  readonly reply: Reply;
  readonly replayed: boolean;
}

type Command = (receipt: (reply: Reply) => readonly Write[]) => Promise<Reply>;

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** @throws AppError `bad_request` for a header that is no key. */
export function checkedKey(header: string): string {
  if (VISIBLE_ASCII.test(header)) return header;
  throw new AppError('bad_request', {
    issues: [{ path: 'Idempotency-Key', message: 'header_invalid' }],
  });
}

/** What the request asks for, so that the same key for something else can be told apart. */
export function fingerprint(method: string, url: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${url}\n${body === undefined ? '' : JSON.stringify(body)}`)
    .digest('base64url');
}

/**
 * Runs a command once per Idempotency-Key. The receipt is written in the command's own transaction,
 * so a crash leaves both or neither.
 */
export class Idempotency {
  readonly #receipts: ReceiptRepository;
  readonly #envelopeKey: EnvelopeKey;
  readonly #clock: Clock;
  readonly #running = new KeyedQueue();

  constructor(receipts: ReceiptRepository, envelopeKey: EnvelopeKey, clock: Clock) {
    this.#receipts = receipts;
    this.#envelopeKey = envelopeKey;
    this.#clock = clock;
  }

  /**
   * A second request with the key waits for the first and answers as it did.
   * @throws AppError `idempotency_key_reused`
   */
  run(request: IdempotentRequest, command: Command): Promise<IdempotentAnswer> {
    const lock = `${request.org}\n${request.owner}\n${request.key}`;
    return this.#running.run(lock, () => this.#once(request, command));
  }

  async #once(request: IdempotentRequest, command: Command): Promise<IdempotentAnswer> {
    const before = await this.#earlier(request);
    if (before !== undefined) return before;
    try {
      const reply = await command((result) => [this.#receipts.add(this.#seal(request, result))]);
      return { reply, replayed: false };
    } catch (error) {
      // Another server may have committed the same key a moment before; whatever the command made
      // of the refused write, the first answer is the one to give.
      const meanwhile = await this.#earlier(request);
      if (meanwhile === undefined) throw error;
      return meanwhile;
    }
  }

  async #earlier(request: IdempotentRequest): Promise<IdempotentAnswer | undefined> {
    const receipt = await this.#receipts.find(request.org, request.owner, request.key);
    if (receipt === undefined) return undefined;
    if (receipt.requestHash !== request.fingerprint) throw new AppError('idempotency_key_reused');
    const sealed = this.#envelopeKey.open(receipt.sealedBody, contextOf(request));
    return { reply: openReply(receipt.status, sealed), replayed: true };
  }

  #seal(request: IdempotentRequest, reply: Reply): Receipt {
    return {
      org: request.org,
      owner: request.owner,
      key: request.key,
      requestHash: request.fingerprint,
      status: reply.status,
      sealedBody: this.#envelopeKey.seal(sealReply(reply), contextOf(request)),
      createdAtMs: this.#clock.nowMs(),
    };
  }
}

function contextOf(request: IdempotentRequest): string {
  return `receipt:${request.org}:${request.owner}:${request.key}`;
}
