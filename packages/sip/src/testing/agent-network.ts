import { setImmediate } from 'node:timers/promises';
import type { BindDatagrams, SocketAddress } from '../transport/ports.ts';
import type { UserAgentHandlers, UserAgentSettings } from '../user-agent/agent-settings.ts';
import { UserAgent } from '../user-agent/user-agent.ts';
import { FakeClock } from './fake-clock.ts';

export type Fate = 'deliver' | 'lose' | 'double';

/** User agents on one network of datagrams in memory, whose every message meets the fate it is given. */
export class AgentNetwork {
  readonly clock = new FakeClock();
  /** `1>2 INVITE`, `2>1 200 INVITE`: what was put on the wire, lost or not. */
  readonly log: string[] = [];
  /** The same messages as text. */
  readonly texts: string[] = [];
  fate: (line: string) => Fate = () => 'deliver';
  readonly #agents: UserAgent[] = [];
  readonly #sockets = new Map<string, (bytes: Uint8Array, from: SocketAddress) => void>();

  /** A user agent at 192.0.2.`host`. */
  async agent(
    host: number,
    handlers: Partial<UserAgentHandlers> = {},
    settings: Partial<UserAgentSettings> = {},
  ): Promise<UserAgent> {
    const agent = new UserAgent({
      clock: this.clock,
      ...settings,
      handlers: {
        onCall: (call) => void call.refuse(480),
        onFault: (error) => {
          throw error;
        },
        ...handlers,
      },
    });
    await agent.transport.addDatagrams(this.socket({ address: `192.0.2.${host}`, port: 5060 }));
    this.#agents.push(agent);
    return agent;
  }

  socket(local: SocketAddress): BindDatagrams {
    return async (onDatagram) => {
      this.#sockets.set(keyOf(local), onDatagram);
      return {
        local,
        send: async (bytes, to) => this.#carry(bytes, local, to),
        close: async () => void this.#sockets.delete(keyOf(local)),
      };
    };
  }

  /** Lets what is on its way arrive, then moves the time. */
  async run(forMs = 0): Promise<void> {
    await settled();
    for (let left = forMs; left > 0; left -= 100) {
      this.clock.advance(Math.min(left, 100));
      await settled();
    }
  }

  /** What is open at all agents together, once everything had time to end. */
  async leftOvers(): Promise<number> {
    await this.run(70_000);
    const counts = this.#agents.flatMap(({ open }) => Object.values(open));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #carry(bytes: Uint8Array, from: SocketAddress, to: SocketAddress): void {
    const text = Buffer.from(bytes).toString();
    const line = `${from.address.slice(8)}>${to.address.slice(8)} ${titleOf(text)}`;
    this.log.push(line);
    this.texts.push(text);
    for (let copies = { lose: 0, deliver: 1, double: 2 }[this.fate(line)]; copies > 0; copies -= 1)
      queueMicrotask(() => this.#sockets.get(keyOf(to))?.(Buffer.from(bytes), from));
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}

function titleOf(text: string): string {
  const [first = ''] = text.split('\r\n');
  if (!first.startsWith('SIP/2.0 ')) return first.split(' ')[0] ?? '';
  return `${first.slice(8, 11)} ${/^CSeq: \d+ (\w+)/im.exec(text)?.[1]}`;
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}
