import type { Signal, SignalType } from '@sky-genesis/protocol';
import { candidateOf, descriptionOf } from './signal-payload.ts';

export interface NegotiationOptions {
  readonly pc: RTCPeerConnection;
  /** Of two offers that cross, the polite side takes back its own. */
  readonly polite: boolean;
  /** Whether this side may offer before it has been offered anything. */
  readonly opens: boolean;
  readonly say: (type: SignalType, payload: object) => void;
  /** A remote offer has been set and is about to be answered: attach the tracks. */
  readonly beforeAnswer: () => Promise<void>;
}

/**
 * Perfect negotiation (WebRTC 1.0 §10.7) over the call's mailbox. Messages are worked off one by one;
 * candidates wait for the description they belong to.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #early: RTCIceCandidateInit[] = [];
  #work: Promise<void> = Promise.resolve();
  #mayOffer: boolean;
  #makingOffer = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    this.#mayOffer = options.opens;
    options.pc.addEventListener('negotiationneeded', () => void this.#offer());
    options.pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null) options.say('ice_candidate', { candidate: candidate.toJSON() });
    });
  }

  /** Works off an `offer`, `answer` or `ice_candidate`. Never rejects: what does not fit is passed over. */
  hear(signal: Signal): Promise<void> {
    this.#work = this.#work.then(() => this.#take(signal)).catch(() => {});
    return this.#work;
  }

  async #take(signal: Signal): Promise<void> {
    const description = descriptionOf(signal);
    if (description !== undefined) return await this.#describe(description);
    const candidate = candidateOf(signal);
    if (candidate === undefined) return;
    if (this.#options.pc.remoteDescription === null) this.#early.push(candidate);
    else await this.#add(candidate);
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    const { pc, polite } = this.#options;
    if (description.type === 'answer') {
      // A repeated answer, or one to an offer that was taken back.
      if (pc.signalingState !== 'have-local-offer') return;
      await pc.setRemoteDescription(description);
    } else {
      const collides = this.#makingOffer || pc.signalingState !== 'stable';
      if (collides && !polite) return;
      // Rolls back our own offer where there is one.
      await pc.setRemoteDescription(description);
      await this.#options.beforeAnswer();
      await pc.setLocalDescription();
      this.#mayOffer = true;
      if (pc.localDescription !== null) this.#options.say('answer', pc.localDescription.toJSON());
    }
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  async #add(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#options.pc.addIceCandidate(candidate);
    } catch {
      // Of an offer we have ignored, or of a generation that an ICE restart has ended.
    }
  }

  async #offer(): Promise<void> {
    const { pc, say } = this.#options;
    if (!this.#mayOffer) return;
    try {
      this.#makingOffer = true;
      await pc.setLocalDescription();
      if (pc.localDescription?.type === 'offer') say('offer', pc.localDescription.toJSON());
    } catch {
      // Closed meanwhile, or overtaken by the other side's offer: the event fires again if need be.
    } finally {
      this.#makingOffer = false;
    }
  }
}
