import type { Call, SendSignal, Signal, SignalType } from '@sky-genesis/protocol';
import { isTalking, liveOthersOf, opensNegotiation } from '../core/call-members.ts';
import { signalPayload } from '../core/signaling.ts';
import type { RemoteParty } from '../core/types.ts';
import type { IceServerCache } from './ice-servers.ts';
import type { LocalMedia } from './local-media.ts';
import { Party } from './party.ts';
import type { MediaState } from './peer.ts';

export interface CallMediaOptions {
  readonly userId: string;
  readonly call: Call;
  readonly iceServers: IceServerCache;
  readonly local: LocalMedia;
  /** The stream the page has, or will have, of somebody. */
  readonly streamOf: (userId: string) => MediaStream;
  /** A page that has come back: it asks the others to connect afresh, and waits. */
  readonly rejoining: boolean;
  readonly say: (message: SendSignal) => void;
  readonly changed: () => void;
  readonly flowing: (kind: string) => void;
}

/** The media of one call without a router: a connection to every other member, and what is said on them. */
export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #parties = new Map<string, Party>();
  readonly #announced = new Set<string>();
  #call: Call;
  #held = false;
  #rejoining: boolean;

  constructor(options: CallMediaOptions) {
    this.#options = options;
    this.#call = options.call;
    this.#rejoining = options.rejoining;
    this.update(options.call);
    this.#rejoining = false;
  }

  /** Whether media flow with anybody. */
  get state(): MediaState {
    const states = [...this.#parties.values()].map((party) => party.state);
    if (states.includes('up')) return 'up';
    return states.includes('lost') ? 'lost' : 'none';
  }

  /** Those others who are in the call. */
  get remotes(): readonly RemoteParty[] {
    return [...this.#parties.values()]
      .filter((party) => isTalking(this.#call, party.userId))
      .map((party) => party.view);
  }

  /** Those with a connection, or one on its way. */
  get userIds(): readonly string[] {
    return [...this.#parties.keys()];
  }

  has(userId: string): boolean {
    return this.#parties.has(userId);
  }

  /** Lets go of the connection to somebody. */
  drop(userId: string): void {
    this.#parties.get(userId)?.close();
    this.#parties.delete(userId);
    this.#announced.delete(userId);
  }

  /** Connects to whom the call has gained and lets go of whom it has lost. */
  update(call: Call): void {
    this.#call = call;
    const others = liveOthersOf(call, this.#options.userId).filter((other) => this.#isPeer(other));
    for (const userId of this.userIds) if (!others.includes(userId)) this.drop(userId);
    // Whoever comes to a call on a router is met there.
    const fresh = call.media === 'router' ? [] : others;
    for (const userId of fresh) if (!this.#parties.has(userId)) this.#meet(userId);
    this.#hold(call.status === 'on_hold');
  }

  hear(signal: Signal): void {
    const party = this.#parties.get(signal.from_user);
    if (party === undefined) return;
    if (signal.message_type === 'renegotiate') void this.#connectAfresh(party);
    else party.hear(signal);
  }

  /** The local tracks have changed. */
  send(): void {
    for (const party of this.#parties.values()) party.send(this.#outgoing());
  }

  restart(): void {
    for (const party of this.#parties.values()) party.restart();
  }

  async stats(): Promise<readonly RTCStatsReport[]> {
    const reports = [...this.#parties.values()].map((party) => party.stats());
    return await Promise.all(reports.filter((report) => report !== undefined));
  }

  close(): void {
    for (const party of this.#parties.values()) party.close();
    this.#parties.clear();
  }

  /** The caller is everybody's peer; two callees are each other's once both are in. */
  #isPeer(other: string): boolean {
    const { userId } = this.#options;
    if (this.#call.caller_id === userId || this.#call.caller_id === other) return true;
    return isTalking(this.#call, userId) && isTalking(this.#call, other);
  }

  #meet(userId: string): void {
    const shares = this.#call.call_type === 'screen' && this.#call.caller_id === userId;
    const party = new Party({
      userId,
      stream: this.#options.streamOf(userId),
      cameraOff: this.#call.call_type !== 'video',
      sharingScreen: shares,
      changed: this.#options.changed,
      flowing: this.#options.flowing,
    });
    this.#parties.set(userId, party);
    const opens = opensNegotiation(this.#call, this.#options.userId, userId);
    this.#connect(party, opens && !this.#rejoining);
    if (this.#rejoining) this.#sayTo(userId, 'renegotiate', { reason: 'rejoined' });
  }

  /** The other's page has come back, perhaps long after the first credentials have expired. */
  async #connectAfresh(party: Party): Promise<void> {
    await this.#options.iceServers.get();
    if (this.#parties.get(party.userId) === party) this.#connect(party, true);
  }

  #connect(party: Party, opens: boolean): void {
    const { userId } = party;
    this.#announced.delete(userId);
    party.connect({
      iceServers: this.#options.iceServers,
      polite: !opensNegotiation(this.#call, this.#options.userId, userId),
      opens,
      video: this.#call.call_type !== 'audio',
      outgoing: this.#outgoing(),
      say: (type, payload) => this.#sayTo(userId, type, payload),
      stateChanged: () => this.#stateChanged(party),
    });
  }

  #stateChanged(party: Party): void {
    if (party.state === 'up' && !this.#announced.has(party.userId)) {
      this.#announced.add(party.userId);
      this.#announce(party.userId);
    }
    this.#options.changed();
  }

  /** Tells who has just connected what differs from the usual. */
  #announce(userId: string): void {
    const { local } = this.#options;
    if (local.microphoneMuted) this.#sayTo(userId, 'mute', { kind: 'audio' });
    if (local.sharingScreen) this.#sayTo(userId, 'screen_share_start', {});
    else if (this.#startsWithScreen()) this.#sayTo(userId, 'screen_share_stop', {});
    const expected = this.#call.call_type === 'video';
    if (expected && local.cameraOff) this.#sayTo(userId, 'mute', { kind: 'video' });
    if (!expected && !local.cameraOff) this.#sayTo(userId, 'unmute', { kind: 'video' });
  }

  #startsWithScreen(): boolean {
    return this.#call.call_type === 'screen' && this.#call.caller_id === this.#options.userId;
  }

  #outgoing() {
    return this.#held ? { audio: null, video: null } : this.#options.local.outgoing;
  }

  #hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    this.send();
    for (const party of this.#parties.values()) party.setAudible(!held);
  }

  #sayTo(userId: string, type: SignalType, payload: object): void {
    const message = { to_user: userId, message_type: type, payload: signalPayload(payload) };
    this.#options.say(message);
  }
}
