import type { CallEnd, CallHandlers, CallSession, DigestClient, UserAgent } from '@sky-genesis/sip';
import { type PhoneGateway, phoneSound } from './phone-gateway.ts';

/** A phone's part in one call. */
export interface Talk {
  readonly session: CallSession;
  /** The next description that it is offered, and has agreed to. */
  offer(): Promise<string>;
  readonly ended: Promise<CallEnd>;
  holds(): void;
  hangsUp(): void;
}

export interface AgreeablePhoneOptions {
  readonly user?: string;
  /** Of its device; one for the user where missing. */
  readonly username?: string;
  readonly port?: number;
}

/** A phone that answers every call, and agrees to every offer. */
export class AgreeablePhone {
  readonly #gateway: PhoneGateway;
  readonly #agent: UserAgent;
  readonly #incoming: AsyncIterator<Talk>;
  #digest: DigestClient | undefined;

  private constructor(gateway: PhoneGateway, agent: UserAgent, incoming: AsyncIterator<Talk>) {
    this.#gateway = gateway;
    this.#agent = agent;
    this.#incoming = incoming;
  }

  /** Of a user, or of nobody: then it is at the address of a trunk. */
  static async of(
    gateway: PhoneGateway,
    { user, username, port }: AgreeablePhoneOptions = {},
  ): Promise<AgreeablePhone> {
    const answered = new TransformStream<Talk, Talk>();
    const writer = answered.writable.getWriter();
    const agent = await gateway.peer((call) => {
      const part = partIn();
      call.accept({ description: phoneSound() });
      void writer.write(talkOf(call.session, part, () => call.end()));
      return part.handlers;
    }, port);
    const phone = new AgreeablePhone(gateway, agent, answered.readable.values());
    if (user !== undefined)
      phone.#digest = (await gateway.register(agent, user, 'udp', username)).digest;
    return phone;
  }

  /** @returns the call once it talks. @throws Error that names the status of a refusal */
  dials(target: string, headers: readonly (readonly [string, string])[] = []): Promise<Talk> {
    const part = partIn();
    const digest = this.#digest === undefined ? {} : { digest: this.#digest };
    const options = {
      uri: `sip:${target}@127.0.0.1:${this.#gateway.port}`,
      from: '<sip:0123@pbx.test>',
      ...{ description: phoneSound(), headers, ...digest },
    };
    return new Promise((resolve, reject) => {
      const call = this.#agent.call(options, {
        ...part.handlers,
        onEstablished: (session) => resolve(talkOf(session, part, () => call.end())),
        onEnded: (end) => {
          reject(new Error(`refused by ${end.status}`));
          part.handlers.onEnded(end);
        },
      });
    });
  }

  /** The next call that it has answered. */
  async answers(): Promise<Talk> {
    const { value } = await this.#incoming.next();
    return value;
  }
}

type Part = ReturnType<typeof partIn>;

function talkOf(session: CallSession, { offer, ended }: Part, end: () => void): Talk {
  const holds = () => {
    const sound = Buffer.from(phoneSound()).toString().replace('a=sendrecv', 'a=sendonly');
    void session.offer(Buffer.from(sound));
  };
  return { session, offer, ended, holds, hangsUp: end };
}

function partIn() {
  const ended = Promise.withResolvers<CallEnd>();
  const offers = new TransformStream<string, string>();
  const [writer, reader] = [offers.writable.getWriter(), offers.readable.values()];
  const handlers: CallHandlers = {
    onOffer: (offer) => {
      offer.answer(phoneSound());
      void writer.write(Buffer.from(offer.session).toString());
    },
    onOfferWanted: (wanted) => void wanted.offer(phoneSound()),
    onEnded: ended.resolve,
  };
  const offer = async () => (await reader.next()).value ?? '';
  return { handlers, offer, ended: ended.promise };
}
