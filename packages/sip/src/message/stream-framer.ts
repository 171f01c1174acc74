import { SIP_LIMITS } from './limits.ts';
import { type MessageProblem, problemOf } from './problem.ts';

/** What a stream has brought. After `broken` the stream can't be read on and has to be closed. */
export type FramerEvent =
  /** One whole message; {@link parseMessage} reads it. */
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** CR LF CR LF between messages (RFC 5626 §4.4.1): to be answered with one CR LF. */
  | { readonly kind: 'ping' }
  /** One CR LF between messages: the answer to a ping of ours. */
  | { readonly kind: 'pong' }
  /** `head` is what there was of the message, for an answer; it has no body. */
  | { readonly kind: 'broken'; readonly problem: MessageProblem; readonly head?: Uint8Array };

const nothing = Buffer.alloc(0);
const blankLine = '\r\n\r\n';

/**
 * Cuts a byte stream into messages by Content-Length (RFC 3261 §18.3), which streams make mandatory.
 * Holds at most one unfinished message, within {@link SIP_LIMITS}.
 */
export class StreamFramer {
  #kept: Buffer = nothing;
  /** Bytes of `#kept` in which no blank line was found, so that slow senders cost linear time. */
  #searched = 0;
  /** Length of the unfinished message, once its head is there. */
  #wanted: number | undefined;
  #broken = false;

  /** Takes what the stream brought and gives what is complete by it, in order. */
  push(chunk: Uint8Array): readonly FramerEvent[] {
    if (this.#broken) return [];
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#kept = this.#kept.length === 0 ? fresh : Buffer.concat([this.#kept, fresh]);
    const events: FramerEvent[] = [];
    for (let event = this.#next(); event !== undefined; event = this.#next()) {
      events.push(event);
      if (event.kind === 'broken') {
        this.#broken = true;
        this.#kept = nothing;
        break;
      }
    }
    // What stays behind is copied: the chunk's memory belongs to the socket.
    if (this.#kept.length > 0 && this.#kept.buffer === fresh.buffer)
      this.#kept = Buffer.from(this.#kept);
    return events;
  }

  /** Whether a message has begun and not ended; who leaves it so for long is no friend. */
  get isMidMessage(): boolean {
    return this.#kept.length > 0;
  }

  #next(): FramerEvent | undefined {
    const wanted = this.#wanted;
    if (wanted !== undefined) return this.#kept.length < wanted ? undefined : this.#message(wanted);
    const keepAlive = this.#keepAlive();
    if (keepAlive !== 'none') return keepAlive;
    const end = this.#kept.indexOf(blankLine, Math.max(0, this.#searched - 3), 'latin1');
    if (end < 0) return this.#unfinishedHead();
    return this.#measure(end + blankLine.length) ?? this.#next();
  }

  #keepAlive(): FramerEvent | 'none' | undefined {
    if (this.#kept.length === 0 || this.#kept[0] !== 0x0d) return 'none';
    if (this.#kept.length === 1) return undefined;
    if (this.#kept[1] !== 0x0a) return 'none';
    const isPing = this.#kept[2] === 0x0d && this.#kept[3] === 0x0a;
    // A lone CR after CR LF may be the half of a ping.
    if (this.#kept.length === 3 && this.#kept[2] === 0x0d) return undefined;
    this.#kept = this.#kept.subarray(isPing ? 4 : 2);
    return { kind: isPing ? 'ping' : 'pong' };
  }

  #unfinishedHead(): FramerEvent | undefined {
    this.#searched = this.#kept.length;
    if (this.#kept.length <= SIP_LIMITS.maxHeadBytes) return undefined;
    return broken(
      problemOf('too-large', `The head has more than ${SIP_LIMITS.maxHeadBytes} bytes.`),
    );
  }

  /** Reads the message's length from its head; an event only where that fails. */
  #measure(headLength: number): FramerEvent | undefined {
    const head = this.#kept.subarray(0, headLength);
    if (headLength > SIP_LIMITS.maxHeadBytes)
      return broken(
        problemOf('too-large', `The head has more than ${SIP_LIMITS.maxHeadBytes} bytes.`),
      );
    const lengths = contentLengths(head.toString('latin1'));
    const [length] = lengths;
    if (length === undefined || lengths.length > 1 || !/^[0-9]{1,10}$/.test(length))
      return broken(problemOf('content-length', 'A stream needs one valid Content-Length.'), head);
    this.#wanted = headLength + Number(length);
    if (this.#wanted > SIP_LIMITS.maxMessageBytes)
      return broken(problemOf('too-large', 'The message is larger than the limit.'), head);
    return undefined;
  }

  #message(length: number): FramerEvent {
    const bytes = Uint8Array.from(this.#kept.subarray(0, length));
    this.#kept = this.#kept.subarray(length);
    this.#searched = 0;
    this.#wanted = undefined;
    return { kind: 'message', bytes };
  }
}

function contentLengths(head: string): readonly string[] {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const fields = unfolded.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r]*)/gi);
  return [...fields].map(([, value = '']) => value.trim());
}

function broken(problem: MessageProblem, head?: Uint8Array): FramerEvent {
  return head
    ? { kind: 'broken', problem, head: Uint8Array.from(head) }
    : { kind: 'broken', problem };
}
