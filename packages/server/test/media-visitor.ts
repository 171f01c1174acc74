import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ServerFrame } from '@sky-genesis/protocol';
import type { RealtimeHouse } from './realtime-house.ts';
import type { WsClient } from './ws-client.ts';

/** What Chromium offers: sound in section 0, pictures in 1 and 2. */
export const OFFER = readFileSync(
  new URL('../../sdp/src/fixtures/chromium-offer.sdp', import.meta.url),
  'utf8',
);
export const TRACKS = [
  { mid: '0', source: 'microphone' },
  { mid: '1', source: 'camera' },
] as const;

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: T }>;

export interface Place {
  readonly participantId: string;
  readonly token: string;
}

/** A seat of the user, and the token that stands for it. */
export async function seatOf(house: RealtimeHouse, user: string, room: string): Promise<Place> {
  await house.tokenOf(user);
  const { participant, ticket } = await house.rooms.join(house.scopeOf(user), room, {});
  assert.ok(ticket);
  return { participantId: participant.id, token: ticket.token.reveal() };
}

/** The WebSocket side of a client whose connection is nobody’s: sessions are negotiated, media do not flow. */
export class MediaVisitor {
  readonly ws: WsClient;
  readonly place: Place;
  transport = 'transport-1';
  #asked = 0;

  constructor(ws: WsClient, place: Place) {
    this.ws = ws;
    this.place = place;
  }

  static async enter(house: RealtimeHouse, user: string, room: string): Promise<MediaVisitor> {
    const place = await seatOf(house, user, room);
    const visitor = new MediaVisitor(await house.connect(user), place);
    assert.equal((await visitor.offer()).type, 'Ack');
    return visitor;
  }

  get names() {
    return { session_id: this.place.participantId, transport_id: this.transport };
  }

  /** @returns the Ack, or the Error */
  async offer(changes: Readonly<Record<string, unknown>> = {}): Promise<ServerFrame> {
    const { token } = this.place;
    const frame = { ...this.names, revision: 1, sdp: OFFER, tracks: TRACKS, token, ...changes };
    return await this.ask({ type: 'MediaOffer', ...frame });
  }

  /** Takes our part of the server’s offer as a browser would. */
  async answer({ revision, sdp }: FrameOf<'MediaOffer'>): Promise<ServerFrame> {
    const frame = { ...this.names, revision, sdp: answerTo(sdp) };
    return await this.ask({ type: 'MediaAnswer', ...frame });
  }

  async ask(frame: Readonly<Record<string, unknown>>): Promise<ServerFrame> {
    this.#asked += 1;
    const id = `asked-${this.#asked}`;
    this.ws.send({ id, ...frame });
    return await this.next(
      (one): one is FrameOf<'Ack' | 'Error'> =>
        (one.type === 'Ack' || one.type === 'Error') && one.id === id,
    );
  }

  async refused(frame: Promise<ServerFrame>, code: string): Promise<void> {
    const told = await frame;
    assert.equal(told.type === 'Error' ? told.code : told.type, code);
  }

  /** The last frame of a type that fits, now or later. */
  async last<T extends ServerFrame['type']>(
    type: T,
    fits: (frame: FrameOf<T>) => boolean = () => true,
  ): Promise<FrameOf<T>> {
    const isOf = (frame: ServerFrame): frame is FrameOf<T> => frame.type === type;
    return await this.next((frame): frame is FrameOf<T> => isOf(frame) && fits(frame));
  }

  async next<F extends ServerFrame>(fits: (frame: ServerFrame) => frame is F): Promise<F> {
    for (;;) {
      const found = this.ws.received.findLast(fits);
      if (found !== undefined) return found;
      await this.ws.nextMessage();
    }
  }
}

function answerTo(offer: string): string {
  const own = (name: string) => new RegExp(`^a=${name}:.*$`, 'm').exec(OFFER)?.[0] ?? '';
  const turned = { sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;
  return offer
    .replaceAll(/^a=(sendonly|recvonly|inactive)/gm, (_, direction: keyof typeof turned) => {
      return `a=${turned[direction]}`;
    })
    .replaceAll(/^a=ice-ufrag:.*$/gm, own('ice-ufrag').trim())
    .replaceAll(/^a=ice-pwd:.*$/gm, own('ice-pwd').trim())
    .replaceAll(/^a=fingerprint:.*$/gm, own('fingerprint').trim())
    .replace('a=ice-lite\r\n', '')
    .replaceAll('a=setup:actpass', 'a=setup:active')
    .replaceAll(/^a=(candidate|end-of-candidates|ssrc|ssrc-group|msid).*\r\n/gm, '');
}
