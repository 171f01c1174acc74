import type { CallSession, CallType, VoipClient } from '@sky-genesis/client';
import { createBrowserClient } from '@sky-genesis/client/browser';
import { isColour } from './colour.ts';
import { Continuity } from './continuity.ts';
import { Observer } from './observer.ts';
import {
  type MediaCounts,
  mediaCounts,
  mediaPaths,
  openConnections,
  remotePorts,
  sendAnyway,
  tapPeerConnections,
} from './peer-tap.ts';
import { RoomWatch } from './room-watch.ts';
import {
  type Device,
  imitateDevices,
  type Look,
  shareOwnTab,
  shareWithSound,
} from './synthetic-media.ts';

export interface HarnessOptions {
  readonly token: string;
  readonly look: Look;
  /** Whether media go through the test's relay, which `relayStandIn` of the page names. */
  readonly relayed: boolean;
  readonly turnOnly: boolean;
}

/** One person's page: the SDK, and what a test may ask of it. Installed as `globalThis.harness`. */
class Harness {
  readonly client: VoipClient;
  /** What has happened, in order: `incoming`, `phase:…`, `problem:…`, `ended:…`. */
  readonly told: string[] = [];
  readonly broken: Map<Device, string>;
  readonly room: RoomWatch;
  readonly #observers = new Map<MediaStream, Observer>();
  readonly #records: boolean;
  call: CallSession | undefined;
  #continuity: Continuity | undefined;

  constructor({ token, look, relayed, turnOnly }: HarnessOptions) {
    tapPeerConnections(relayed ? relayStandIn() : undefined);
    this.#records = look.ownTone;
    this.broken = imitateDevices(look);
    this.client = createBrowserClient({
      token: () => token,
      ...(turnOnly ? { iceTransportPolicy: 'relay' } : {}),
    });
    this.room = new RoomWatch(this.client, this.told, look.ownTone);
    this.client.on('state', (state) => this.told.push(`client:${state}`));
    this.client.on('incomingCall', (call) => {
      this.told.push('incoming');
      this.#follow(call);
    });
    this.client.on('calls', ([call]) => {
      if (call !== undefined && this.call === undefined) this.#follow(call);
    });
  }

  readonly shareOwnTab = shareOwnTab;
  readonly shareWithSound = shareWithSound;

  get phase(): string {
    return this.call?.phase ?? 'none';
  }

  async start(participants: readonly string[], type: CallType): Promise<string> {
    const call = await this.client.calls.start(participants, type);
    this.#follow(call);
    return call.id;
  }

  /** Whether the strongest sound from `userId` is this tone, to within a tenth. */
  hears(userId: string, toneHz: number): boolean {
    const heardHz = this.#observer(userId)?.toneHz() ?? 0;
    return Math.abs(heardHz - toneHz) < toneHz / 10;
  }

  silent(userId: string): boolean {
    return this.#observer(userId)?.toneHz() === 0;
  }

  /** Whether the picture from `userId` has this colour, but for what video coding does to it. */
  sees(userId: string, colour: readonly number[]): boolean {
    return isColour(this.#observer(userId)?.colour(), colour);
  }

  /** Listens to somebody without a pause from now on, or anew. */
  async listen(userId: string): Promise<void> {
    const remote = this.call?.remotes.find((party) => party.userId === userId);
    if (remote !== undefined) this.#continuity = await Continuity.of(remote.stream);
  }

  /** In milliseconds, since `listen`. */
  longestSilence(): Promise<number> | undefined {
    return this.#continuity?.longestSilence();
  }

  counts(): Promise<MediaCounts> {
    return mediaCounts();
  }

  /** Whether everything named rises above what it was. */
  async beyond(before: Partial<MediaCounts>): Promise<boolean> {
    const now = await mediaCounts();
    return (
      now.bytesSent > (before.bytesSent ?? -1) &&
      now.bytesReceived > (before.bytesReceived ?? -1) &&
      now.framesDecoded > (before.framesDecoded ?? -1)
    );
  }

  /** Speaks on, whatever the SDK has been told. */
  async speakAnyway(): Promise<void> {
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks();
    if (track !== undefined) await sendAnyway(track);
  }

  /** How each open connection goes: `relay/udp to relay`. */
  paths(): Promise<readonly string[]> {
    return mediaPaths();
  }

  remotePorts(): Promise<readonly number[]> {
    return remotePorts();
  }

  get openConnections(): number {
    return openConnections();
  }

  /** Milliseconds from accepting to the first decoded frame; null before it. */
  get acceptToFrameMs(): number | null {
    const id = this.call?.id ?? '';
    const [accepted] = performance.getEntriesByName(`sge:${id}:accept`);
    const [frame] = performance.getEntriesByName('harness:first-frame');
    return accepted === undefined || frame === undefined
      ? null
      : frame.startTime - accepted.startTime;
  }

  /** All there is to know when a test fails. */
  report(): object {
    const { told, phase, call } = this;
    const remotes = (call?.remotes ?? []).map(({ stream, ...remote }) => {
      const observer = this.#observers.get(stream);
      return { ...remote, toneHz: observer?.toneHz(), colour: observer?.colour() };
    });
    const room = this.room.report();
    return { told, phase, remotes, room, info: call?.info, connections: openConnections() };
  }

  #follow(call: CallSession): void {
    if (this.call === call) return;
    this.call = call;
    call.on('phase', (phase) => this.told.push(`phase:${phase}`));
    call.on('problem', ({ code }) => this.told.push(`problem:${code}`));
    call.on('quality', ({ level }) => this.told.push(`quality:${level}`));
    call.on('ended', (reason) => this.told.push(`ended:${reason}`));
    call.on('change', () => this.#observe());
    this.#observe();
  }

  #observe(): void {
    for (const { stream } of this.call?.remotes ?? []) {
      if (this.#observers.has(stream)) continue;
      const firstFrame = () => performance.mark('harness:first-frame');
      this.#observers.set(stream, new Observer(stream, { records: this.#records, firstFrame }));
    }
  }

  #observer(userId: string): Observer | undefined {
    const remote = this.call?.remotes.find((party) => party.userId === userId);
    return remote === undefined ? undefined : this.#observers.get(remote.stream);
  }
}

/** The function the test has given the page. */
function relayStandIn(): (candidate: string) => Promise<string> {
  const given: unknown = Reflect.get(globalThis, 'relayStandIn');
  if (typeof given !== 'function') throw new Error('the test has given no relay');
  return async (candidate) => String(await given(candidate));
}

/** Connects and leaves the harness where the test finds it. */
export async function install(options: HarnessOptions): Promise<void> {
  const harness = new Harness(options);
  Reflect.set(globalThis, 'harness', harness);
  await harness.client.connect();
}
