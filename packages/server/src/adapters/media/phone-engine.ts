import type { WorkerCommand, WorkerResult } from '@sky-genesis/media';
import type { PhoneEngine, PhoneEngineEvents } from '../../domain/media/index.ts';
import { AppError } from '../../kernel/index.ts';

type AgreedAudio = Parameters<PhoneEngine['connectPhone']>[2];
type PhonePlace = Awaited<ReturnType<PhoneEngine['openPhone']>>;
type Settings = Extract<WorkerCommand, { kind: 'plain-connect' }>['settings'];

/** As long as phones make their own (RFC 4733 §2.5.1.3 leaves it open); short ones are missed by some PBXs. */
const KEY_MS = 160;
const EVENT_CLOCK_RATE = 8000;

interface Workers {
  /** Phones send to it. */
  readonly address: string;
  request(room: string, command: WorkerCommand): Promise<WorkerResult>;
  tell(room: string, command: WorkerCommand): void;
}

/** Phones on the workers. */
export class MediaPhones implements PhoneEngine {
  readonly #workers: Workers;
  readonly #listeners = new Set<PhoneEngineEvents>();
  /** The producer that each phone has, from its opening on. */
  readonly #producers = new Map<string, string>();

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  async openPhone(room: string, endpoint: string, dtls: boolean): Promise<PhonePlace> {
    const command = { kind: 'plain-open', room, participant: endpoint, secured: dtls } as const;
    const opened = await this.#workers.request(room, command);
    const [own] = opened.published ?? [];
    const place = this.#placeOf(opened);
    if (place === undefined || own === undefined) throw new AppError('media_unavailable');
    this.#producers.set(endpoint, own.producerId);
    return place;
  }

  async connectPhone(room: string, endpoint: string, agreed: AgreedAudio) {
    const settings = settingsOf(agreed);
    await this.#workers.request(room, { kind: 'plain-connect', participant: endpoint, settings });
    const producer = this.#producers.get(endpoint);
    if (producer === undefined) throw new AppError('media_unavailable');
    return { producer };
  }

  dialPhone(room: string, endpoint: string, digits: string): void {
    const press = { digits, durationMs: KEY_MS };
    this.#workers.tell(room, { kind: 'plain-press', participant: endpoint, ...press });
  }

  close(room: string, endpoint: string): void {
    this.#producers.delete(endpoint);
    this.#workers.tell(room, { kind: 'leave', participant: endpoint });
  }

  #placeOf({ port, transport }: WorkerResult): PhonePlace | undefined {
    if (port !== undefined) return { address: this.#workers.address, port, dtls: null };
    // The first candidate is the default one (RFC 8839 section 4.2.1.2); its fields are those of section 5.1.
    const [, , , , address, defaultPort] = transport?.candidates[0]?.split(' ') ?? [];
    if (transport === undefined || address === undefined) return undefined;
    return { address, port: Number(defaultPort), dtls: transport };
  }

  async playPhone(room: string, endpoint: string, file: string | undefined): Promise<void> {
    const play = { loop: false, ...(file === undefined ? {} : { file }) };
    await this.#workers.request(room, { kind: 'plain-play', participant: endpoint, ...play });
  }

  onPhone(events: PhoneEngineEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  /** A phone has pressed a key. */
  pressed(endpoint: string, digit: string): void {
    for (const listener of this.#listeners) listener.digit(endpoint, digit);
  }

  /** What a phone was played is over. */
  played(endpoint: string): void {
    for (const listener of this.#listeners) listener.played(endpoint);
  }
}

function settingsOf(agreed: AgreedAudio): Settings {
  const { remote, codec, payloadType, telephoneEvent, sends, receives, srtp, dtls } = agreed;
  return {
    remote: { address: remote.address, port: remote.port },
    rtcp: agreed.rtcpMux ? 'mux' : remote.rtcpPort,
    codec: { name: codec, payloadType },
    ...(telephoneEvent === null
      ? {}
      : { telephoneEvent: { payloadType: telephoneEvent, clockRate: EVENT_CLOCK_RATE } }),
    latch: agreed.latch,
    sends,
    receives,
    ...(srtp === null ? {} : { srtp }),
    ...(dtls === null ? {} : { dtls }),
  };
}
