import type {
  ReceivedTrack,
  ServerMediaAnswerFrame,
  ServerMediaOfferFrame,
  Static,
} from '@sky-genesis/protocol';
import { hasCode } from '../core/sge-error.ts';
import { wait } from '../core/wait.ts';

export type DescriptionFrame = Static<typeof ServerMediaAnswerFrame | typeof ServerMediaOfferFrame>;

/** What of an RTCPeerConnection is needed here. */
export type DescribedConnection = Pick<
  RTCPeerConnection,
  'signalingState' | 'localDescription' | 'setLocalDescription' | 'setRemoteDescription'
>;

export interface RouterNegotiationOptions {
  readonly pc: DescribedConnection;
  /** @throws SgeError · as `Connection.request` */
  readonly sendOffer: (revision: number, sdp: string) => Promise<void>;
  readonly sendAnswer: (revision: number, sdp: string) => Promise<void>;
  /** The sections in which something comes in, all of them. */
  readonly received: (tracks: readonly ReceivedTrack[]) => void;
  /** An offer has been refused for what it says; another one follows. */
  readonly refused: (error: unknown) => void;
  /** This connection cannot be negotiated any further. */
  readonly failed: (cause: unknown) => void;
}

/** How long an offer of the server that crosses ours may be on its way, or a limit lasts, in milliseconds. */
const againMs = 1500;
/** An offer of the server crosses ours, or there have been too many. */
const passing = ['media_stale', 'rate_limited'] as const;
/** What this side says is the matter: it may say something else. */
const mendable = ['screen_share_refused'] as const;
/** After so many refusals in a row the connection is given up. */
const mostRefusals = 4;

/**
 * Perfect negotiation (WebRTC 1.0 §10.7) with a media server that is never polite: of two offers that cross,
 * ours is taken back and made again after its. Steps are worked off one by one.
 */
export class RouterNegotiation {
  readonly #options: RouterNegotiationOptions;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  #revision = 0;
  /** The offer that waits for its answer. */
  #pending: number | undefined;
  #wanted = false;
  #refusals = 0;

  constructor(options: RouterNegotiationOptions) {
    this.#options = options;
  }

  /** Offers what this side has to say, as soon as it may. */
  offer(): void {
    this.#wanted = true;
    this.#queue(() => this.#offer());
  }

  hear(frame: DescriptionFrame): void {
    this.#queue(() => (frame.type === 'MediaAnswer' ? this.#accept(frame) : this.#answer(frame)));
  }

  close(): void {
    this.#stop.abort();
  }

  #queue(step: () => Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#stop.signal.aborted ? undefined : step()))
      .catch((cause: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.failed(cause);
      });
  }

  async #offer(): Promise<void> {
    const { pc, sendOffer } = this.#options;
    if (!this.#wanted || pc.signalingState !== 'stable') return;
    this.#wanted = false;
    await pc.setLocalDescription();
    this.#revision += 1;
    const revision = this.#revision;
    this.#pending = revision;
    sendOffer(revision, pc.localDescription?.sdp ?? '').catch((error: unknown) =>
      this.#queue(() => this.#refused(revision, error)),
    );
  }

  async #refused(revision: number, error: unknown): Promise<void> {
    // One that was taken back already has been refused for that very reason.
    if (this.#pending !== revision) return;
    this.#pending = undefined;
    this.#refusals += 1;
    const isOver = this.#refusals >= mostRefusals || !hasCode(error, ...passing, ...mendable);
    if (isOver) throw error;
    await this.#options.pc.setLocalDescription({ type: 'rollback' });
    this.#wanted = true;
    if (hasCode(error, ...mendable)) this.#options.refused(error);
    void wait(againMs, this.#stop.signal).then(() => this.#queue(() => this.#offer()));
  }

  async #accept({ revision, sdp }: DescriptionFrame): Promise<void> {
    if (this.#pending !== revision) return;
    this.#pending = undefined;
    this.#refusals = 0;
    await this.#options.pc.setRemoteDescription({ type: 'answer', sdp });
    await this.#offer();
  }

  async #answer({ revision, sdp, tracks }: Static<typeof ServerMediaOfferFrame>): Promise<void> {
    const { pc, received, sendAnswer } = this.#options;
    if (this.#pending !== undefined) {
      this.#pending = undefined;
      this.#wanted = true;
    }
    // Rolls back our own offer where there is one.
    await pc.setRemoteDescription({ type: 'offer', sdp });
    received(tracks);
    await pc.setLocalDescription();
    sendAnswer(revision, pc.localDescription?.sdp ?? '').catch((error: unknown) =>
      this.#queue(() => Promise.reject(error)),
    );
    await this.#offer();
  }
}
