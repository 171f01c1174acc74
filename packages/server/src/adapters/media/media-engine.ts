import {
  freeUdpPorts,
  type PortLimits,
  Supervisor,
  type WorkerCommand,
  type WorkerResult,
} from '@sky-genesis/media';
import type {
  Answered,
  MediaEngine,
  MediaEngineEvents,
  Reception,
  Wish,
} from '../../domain/media/index.ts';
import { AppError, type Logger } from '../../kernel/index.ts';
import { announcedAddresses } from './addresses.ts';
import { supervisorEvents } from './news.ts';
import { MediaPhones } from './phone-engine.ts';
import { refusalOf } from './refusals.ts';

export interface MediaWorkersOptions {
  /** The address that the workers bind. */
  readonly host: string;
  /** Where clients find it; none: at the address itself, or the machine's addresses it stands for. */
  readonly announced: readonly string[];
  /** UDP ports: one of them for each worker, the others for phones. */
  readonly ports: PortLimits;
  readonly workers: number;
  /** Bound for phones, and where they are told to send to. */
  readonly rtp: { readonly host: string; readonly address: string };
  /** Streams that one worker forwards at most. */
  readonly maxStreams: number;
  /** The second largest delay of a worker's event loop in a second, beyond which it takes no more. */
  readonly maxLagMs: number;
  readonly logger: Logger;
}

/**
 * The media engine on this machine's worker processes. They start with the first media, so that a server
 * without any costs nothing for them, and end with the server, however it ends.
 */
export class MediaWorkers implements MediaEngine {
  readonly #options: MediaWorkersOptions;
  readonly #listeners = new Set<MediaEngineEvents>();
  readonly phones: MediaPhones;
  #supervisor: Promise<Supervisor> | undefined;
  #phase: 'serving' | 'draining' | 'stopped' = 'serving';

  constructor(options: MediaWorkersOptions) {
    this.#options = options;
    this.phones = new MediaPhones({
      address: options.rtp.address,
      request: (room, command) => this.#request(room, command),
      tell: (room, command) => this.#tell(room, command),
    });
  }

  subscribe(events: MediaEngineEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  warm(): void {
    // Whoever needs it next is told why it does not start.
    this.#started().catch(() => undefined);
  }

  async open(
    room: string,
    endpoint: string,
    sdp: string,
    producers: readonly string[] = [],
  ): Promise<Answered> {
    const joining = { kind: 'join', room, participant: endpoint, offer: sdp } as const;
    return answered(await this.#request(room, { ...joining, producers: [...producers] }));
  }

  async offer(room: string, endpoint: string, sdp: string): Promise<Answered> {
    return answered(
      await this.#request(room, { kind: 'offer', participant: endpoint, offer: sdp }),
    );
  }

  async answer(room: string, endpoint: string, sdp: string): Promise<void> {
    await this.#request(room, { kind: 'answer', participant: endpoint, answer: sdp });
  }

  close(room: string, endpoint: string): void {
    this.#tell(room, { kind: 'leave', participant: endpoint });
  }

  async receive(room: string, endpoint: string, producers: readonly string[]): Promise<Reception> {
    const command: WorkerCommand = {
      kind: 'receive',
      participant: endpoint,
      producers: [...producers],
    };
    const { offer, received = [] } = await this.#request(room, command);
    return {
      sdp: offer ?? null,
      received: received.map(({ mid, producerId }) => ({ mid, producer: producerId })),
    };
  }

  want(room: string, endpoint: string, producer: string, wish: Wish): void {
    this.#tell(room, { kind: 'want', participant: endpoint, producer, ...wish });
  }

  block(room: string, endpoint: string, producer: string, blocked: boolean): void {
    this.#tell(room, { kind: 'block', participant: endpoint, producer, blocked });
  }

  closeRoom(room: string): void {
    this.#tell(room, { kind: 'close-room', room });
  }

  /** @throws Error while media are asked for and no worker runs */
  async health(): Promise<void> {
    const supervisor = await this.#supervisor;
    if (supervisor !== undefined && supervisor.pids.length === 0)
      throw new Error('no media worker');
  }

  /** Process ids of the workers; none before the first media. */
  async pids(): Promise<readonly number[]> {
    return (await this.#supervisor)?.pids ?? [];
  }

  /** Takes no new connections; those there are go on. */
  drain(): void {
    if (this.#phase === 'serving') this.#phase = 'draining';
    this.#supervisor?.then(
      (supervisor) => supervisor.drain(),
      () => undefined,
    );
  }

  /** Ends the workers; resolves when they have. */
  async stop(): Promise<void> {
    this.#phase = 'stopped';
    await this.#supervisor?.then(
      (supervisor) => supervisor.stop(),
      () => undefined,
    );
  }

  async #request(room: string, command: WorkerCommand): Promise<WorkerResult> {
    try {
      return await (await this.#started()).request(room, command);
    } catch (cause) {
      throw refusalOf(cause);
    }
  }

  /** For what concerns only connections that there are: those that are gone need nothing. */
  #tell(room: string, command: WorkerCommand): void {
    if (this.#supervisor === undefined) return;
    this.#request(room, command).catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const fields = { area: 'voip', room_id: room, command: command.kind, error } as const;
      this.#options.logger.debug(fields, 'a media worker refused a command');
    });
  }

  #started(): Promise<Supervisor> {
    if (this.#supervisor !== undefined) return this.#supervisor;
    if (this.#phase !== 'serving') return Promise.reject(new AppError('media_unavailable'));
    const starting = this.#start();
    this.#supervisor = starting;
    starting.catch(() => {
      this.#supervisor = undefined;
    });
    return starting;
  }

  async #start(): Promise<Supervisor> {
    const { host, announced, ports, logger, maxStreams, maxLagMs } = this.#options;
    const wanted = this.#options.workers;
    const free = await freeUdpPorts(host, ports, wanted);
    if (free.length < wanted) {
      const fields = { area: 'voip', host, ...ports, wanted, free: free.length } as const;
      logger.error(fields, 'too few free UDP ports for media');
      if (free.length === 0) throw new AppError('media_unavailable');
    }
    const addresses = announced.length > 0 ? announced : announcedAddresses(host);
    const supervisor = new Supervisor(
      {
        bindAddress: host,
        announcedAddresses: addresses,
        ports,
        workers: free.length,
        rtpAddress: this.#options.rtp.host,
        rtpPorts: { min: Math.max(...free) + 1, max: ports.max },
        admission: { maxConsumers: maxStreams, maxLoopLagMs: maxLagMs },
      },
      {
        ...supervisorEvents(this.#listeners, logger),
        dtmf: (endpoint, digit) => this.phones.pressed(endpoint, digit),
        played: (endpoint) => this.phones.played(endpoint),
      },
    );
    await supervisor.ready();
    logger.info(
      { area: 'voip', workers: free.length, ...ports, addresses },
      'media workers started',
    );
    return supervisor;
  }
}

function answered({ answer, published = [] }: WorkerResult): Answered {
  if (answer === undefined) throw new AppError('media_unavailable');
  return {
    sdp: answer,
    published: published.map(({ producerId, mid, kind }) => ({ producer: producerId, mid, kind })),
  };
}
