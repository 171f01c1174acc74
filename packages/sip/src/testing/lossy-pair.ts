import type { Hop, TransportName } from '../hop.ts';
import type { SipMessage } from '../message/message.ts';
import { parseMessage } from '../message/parse-message.ts';
import { serialise } from '../message/serialise.ts';
import { TransactionLayer, type TransactionUser } from '../transaction/layer.ts';
import { FakeClock } from './fake-clock.ts';

type Fate = 'deliver' | 'lose' | 'double' | 'fail';

/** Two transaction layers with a wire between them whose every message meets the fate it is given. */
export class LossyPair {
  readonly clock = new FakeClock();
  /** `> INVITE`, `< 200 INVITE`: what was put on the wire, lost or not. */
  readonly log: string[] = [];
  readonly client: TransactionLayer;
  readonly server: TransactionLayer;
  readonly hop: Hop;
  fate: (line: string) => Fate = () => 'deliver';

  constructor(user: Partial<TransactionUser>, transport: TransportName = 'UDP') {
    this.hop = { transport, address: '192.0.2.2', port: 5060 };
    this.client = this.#layer('>', {}, () => this.server);
    this.server = this.#layer('<', user, () => this.client);
  }

  /** Lets what is on its way arrive, then moves the time. */
  async run(forMs = 0): Promise<void> {
    await settled();
    for (let left = forMs; left > 0; left -= 100) {
      this.clock.advance(Math.min(left, 100));
      await settled();
    }
  }

  #layer(
    sign: string,
    user: Partial<TransactionUser>,
    peer: () => TransactionLayer,
  ): TransactionLayer {
    return new TransactionLayer({
      clock: this.clock,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      maxServerTransactions: 10,
      user: {
        onRequest: () => {},
        onCancel: () => {},
        onAck: () => {},
        onServerFailure: () => {},
        onStrayResponse: () => {},
        ...user,
      },
      transport: {
        sentBy: () => ({ host: '192.0.2.1', port: 5060 }),
        send: async (message) => this.#carry(`${sign} ${titleOf(message)}`, message, peer()),
      },
    });
  }

  async #carry(line: string, message: SipMessage, to: TransactionLayer): Promise<void> {
    this.log.push(line);
    const fate = this.fate(line);
    if (fate === 'fail') throw new Error('unreachable');
    for (let copies = { lose: 0, deliver: 1, double: 2 }[fate]; copies > 0; copies -= 1)
      queueMicrotask(() => {
        const parsed = parseMessage(serialise(message));
        if (parsed.ok) to.receive(parsed.message, this.hop);
      });
  }
}

function titleOf(message: SipMessage): string {
  if (message.kind === 'request') return message.method;
  return `${message.status} ${message.headers.get('cseq')?.split(' ')[1]}`;
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
