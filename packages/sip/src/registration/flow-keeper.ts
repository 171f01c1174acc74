import { type Hop, isWebSocket } from '../hop.ts';
import { parseInteger } from '../message/grammar.ts';
import type { SipResponse } from '../message/message.ts';
import type { AgentContext } from '../user-agent/agent-context.ts';

/**
 * Keeps the way to a registrar open (RFC 5626 §4.4). A registrar that agreed to RFC 5626 has to answer, and one that does
 * not has lost the flow; of others silence means nothing, and the keep-alive only feeds the NAT.
 */
export class FlowKeeper {
  readonly #context: AgentContext;
  readonly #pauseMs: number | undefined;
  readonly #onLost: () => void;
  #hop: Hop | undefined;
  #answers = false;
  #flowTimerMs = Number.POSITIVE_INFINITY;
  #round = 0;
  #cancel = () => {};

  constructor(context: AgentContext, pauseMs: number | undefined, onLost: () => void) {
    this.#context = context;
    this.#pauseMs = pauseMs;
    this.#onLost = onLost;
  }

  /** By which the registrar was reached last. */
  get hop(): Hop | undefined {
    return this.#hop;
  }

  /** Takes what the 2xx of the registrar says of the flow. */
  learn({ headers }: SipResponse, hop: Hop): void {
    const timerS = parseInteger(headers.get('flow-timer') ?? '', 86_400);
    this.#hop = hop;
    this.#flowTimerMs = timerS === undefined ? Number.POSITIVE_INFINITY : timerS * 1_000;
    this.#answers =
      // RFC 6455 §5.5.3: a ping is answered by whoever speaks WebSocket.
      isWebSocket(hop.transport) ||
      timerS !== undefined ||
      headers.values('require').some((tag) => tag.toLowerCase() === 'outbound');
  }

  start(): void {
    this.stop();
    this.#wait();
  }

  stop(): void {
    this.#round += 1;
    this.#cancel();
  }

  #wait(): void {
    if (this.#pauseMs === undefined || this.#hop === undefined) return;
    // §4.4.1: between 80 and 100 % of the longest pause, so that not all clients come at once.
    const fraction = Buffer.from(this.#context.random(2)).readUInt16BE() / 65_536;
    const pauseMs = Math.min(this.#pauseMs, this.#flowTimerMs) * (0.8 + fraction / 5);
    const hop = this.#hop;
    this.#cancel = this.#context.clock.after(pauseMs, () => void this.#ping(hop));
  }

  async #ping(hop: Hop): Promise<void> {
    const round = this.#round;
    this.#wait();
    const alive = await this.#context.ping(hop);
    if (alive || !this.#answers || round !== this.#round) return;
    this.stop();
    this.#onLost();
  }
}
