import { CLOSE_CODES } from '@sky-genesis/protocol';
import type { Clock } from '../../kernel/index.ts';
import type { Connection } from './connection.ts';

/** Connections are looked at in turns, so that thousands of pings do not leave in one tick. */
const TURNS = 16;

/**
 * Pings every connection once per heartbeat, ends the silent and those whose token has expired. One timer
 * for all: each connection is looked at twice per heartbeat.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #heartbeatMs: number;
  readonly #turns: readonly Set<Connection>[] = Array.from({ length: TURNS }, () => new Set());
  #next = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, heartbeatS: number) {
    this.#clock = clock;
    this.#heartbeatMs = heartbeatS * 1000;
  }

  start(): void {
    this.#cancel = this.#clock.schedule(this.#heartbeatMs / 2 / TURNS, () => {
      this.#turn();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** @returns takes the connection out again. */
  watch(connection: Connection): () => void {
    const turn = this.#turns.reduce((least, each) => (each.size < least.size ? each : least));
    turn.add(connection);
    return () => turn.delete(connection);
  }

  #turn(): void {
    const nowMs = this.#clock.nowMs();
    for (const connection of this.#turns[this.#next] ?? []) this.#look(connection, nowMs);
    this.#next = (this.#next + 1) % TURNS;
  }

  #look(connection: Connection, nowMs: number): void {
    // An answer comes a round trip after its ping: without the slack it would be a turn late each time.
    const slackMs = this.#heartbeatMs / 8;
    if (connection.endIfExpired(nowMs)) return;
    if (nowMs - connection.heardAtMs >= 2 * this.#heartbeatMs - slackMs) {
      connection.close(CLOSE_CODES.heartbeatLost, 'heartbeat lost');
    } else if (nowMs - connection.pingedAtMs >= this.#heartbeatMs - slackMs) {
      connection.ping(nowMs);
    }
  }
}
