import type { Hop } from '../hop.ts';
import { buildResponse, type Content } from '../message/build.ts';
import type { HeaderList } from '../message/header-fields.ts';
import type { SipRequest } from '../message/message.ts';
import { type RandomBytes, randomHex } from '../random.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';

export interface ReplyParts {
  readonly headers?: HeaderList;
  readonly content?: Content;
  readonly reason?: string;
}

/** A request of a peer that the application answers. */
export class IncomingRequest {
  readonly #transaction: ServerTransaction;
  readonly #random: RandomBytes;

  constructor(transaction: ServerTransaction, random: RandomBytes) {
    this.#transaction = transaction;
    this.#random = random;
  }

  get request(): SipRequest {
    return this.#transaction.request;
  }

  /** Where it came from, and where the answer goes. */
  get source(): Hop {
    return this.#transaction.hop;
  }

  /** Answers; `false` where that has been done. */
  respond(status: number, parts: ReplyParts = {}): boolean {
    const toTag = randomHex(this.#random, 8);
    return this.#transaction.respond(buildResponse(this.request, status, { toTag, ...parts }));
  }

  /** Gives no answer at all: the sender shall not learn that anybody is here. */
  ignore(): void {
    this.#transaction.drop();
  }
}
