import type { CallEnd } from '../user-agent/call-end.ts';
import type { OutgoingCallHandlers } from '../user-agent/call-handlers.ts';
import type { CallSession } from '../user-agent/call-session.ts';

/** Handlers that write down what they hear and answer every offer. */
export class Phone {
  readonly heard: string[] = [];
  readonly ends: CallEnd[] = [];
  session: CallSession | undefined;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** `overrides` take the place of what the phone would do. */
  handlers(overrides: Partial<OutgoingCallHandlers> = {}): OutgoingCallHandlers {
    return {
      onOffer: (offer) => {
        this.heard.push(`offer ${textOf(offer.session)}`);
        offer.answer(sdp(`${this.#name}-answer`));
      },
      onOfferWanted: (wanted) => void wanted.offer(sdp(`${this.#name}-offer`)),
      onAnswer: (session) => void this.heard.push(`answer ${textOf(session)}`),
      onProgress: ({ status, description }) =>
        void this.heard.push(`${status}${description ? ` ${textOf(description)}` : ''}`),
      onAccepted: (_session, description) =>
        void this.heard.push(`accepted${description ? ` ${textOf(description)}` : ''}`),
      onEstablished: (session) => {
        this.session = session;
        this.heard.push('established');
      },
      onEnded: (end) => {
        this.ends.push(end);
        this.heard.push(`ended by ${end.by}: ${end.cause}${end.status ? ` ${end.status}` : ''}`);
      },
      ...overrides,
    };
  }
}

/** A description that names itself. */
export function sdp(name: string): Uint8Array {
  return Buffer.from(`v=0\r\ns=${name}\r\n`);
}

export function textOf(session: Uint8Array): string {
  return /s=(.*)\r/.exec(Buffer.from(session).toString())?.[1] ?? '';
}
