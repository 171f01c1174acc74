import { randomInt } from 'node:crypto';
import { Engine } from '../engine/engine.ts';
import type { EngineEvents } from '../engine/engine-events.ts';
import { Recordings } from '../phone/recordings.ts';
import { SystemBackend } from '../system/backend.ts';
import { loadForeign } from '../system/foreign.ts';
import { PolledSockets } from '../system/polled-sockets.ts';
import { UdpSocket } from '../system/udp-socket.ts';
import type { PortLimits } from '../transport/udp-ports.ts';
import { readRequest, type WorkerCommand } from './commands.ts';
import { LoopLag } from './loop-lag.ts';
import type { WorkerMessage, WorkerResult } from './messages.ts';
import { readLeg } from './read-leg.ts';

const TICK_MS = 20;
const LOAD_MS = 1000;
const ANY_PORT = { min: 0, max: 0 };
const recordings = new Recordings();

const events: EngineEvents = {
  state: (participant, state, reason) =>
    tell({ kind: 'state', participant, state, ...(reason === undefined ? {} : { reason }) }),
  speakers: (room, speakers) => tell({ kind: 'speakers', room, speakers: [...speakers] }),
  quality: (room, reports) => tell({ kind: 'quality', room, reports: [...reports] }),
  dtmf: (participant, digit, durationMs) => tell({ kind: 'dtmf', participant, digit, durationMs }),
  played: (participant) => tell({ kind: 'played', participant }),
  demand: (participant, uplinks) =>
    tell({
      kind: 'demand',
      participant,
      uplinks: uplinks.map(({ mid, layers }) => ({ mid, layers: [...layers] })),
    }),
};

export interface WorkerSettings {
  readonly bindAddress: string;
  /** As in `SystemBackendOptions`. */
  readonly announcedAddresses?: readonly string[];
  /** As in `SupervisorOptions`. */
  readonly ports?: PortLimits;
  /** For telephones. */
  readonly rtpPorts: PortLimits;
  readonly rtpAddress: string;
}

/** Serves requests of the parent process until it disconnects; then the process ends. @throws Error when no port is free */
export async function serve(options: WorkerSettings): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  const { ports = ANY_PORT, bindAddress, announcedAddresses } = options;
  const foreign = await loadForeign();
  const socket = UdpSocket.open(foreign, bindAddress, ports);
  const backend = {
    foreign,
    socket,
    bindAddress,
    ...(announcedAddresses === undefined ? {} : { announcedAddresses }),
  };
  const engine = new Engine({
    backend: (events) => new SystemBackend(backend, events),
    // randomInt takes at most 2^48 - 1.
    random: (below) => randomInt(below),
    epochMs: performance.timeOrigin,
    telephony: {
      sockets: new PolledSockets(foreign),
      bindAddress: options.rtpAddress,
      ports: options.rtpPorts,
    },
    events,
  });
  process.on('message', (value) => {
    const request = readRequest(value);
    if (request === undefined) return;
    const { id } = request;
    perform(engine, request.command).then(
      (result) => tell({ kind: 'result', id, result }),
      (error: unknown) => tell({ kind: 'refusal', id, ...described(error) }),
    );
  });
  const lag = new LoopLag(TICK_MS, performance.now());
  setInterval(() => {
    lag.beat(performance.now());
    engine.tick();
  }, TICK_MS);
  reportLoad(engine, lag);
  tell({ kind: 'ready' });
}

async function perform(engine: Engine, command: WorkerCommand): Promise<WorkerResult> {
  switch (command.kind) {
    case 'join': {
      const { room, participant, offer, producers } = command;
      const joined = await engine.join(room, participant, offer, producers);
      const { answer, published, received, refused } = joined;
      return {
        answer,
        published: [...published],
        ...(producers === undefined ? {} : { received: [...received], refused: [...refused] }),
      };
    }
    case 'offer': {
      const { answer, published } = engine.offer(command.participant, command.offer);
      return { answer, published: [...published] };
    }
    case 'answer':
      engine.answer(command.participant, command.answer);
      return {};
    case 'receive': {
      const { received, refused, ...offer } = engine.receive(
        command.participant,
        command.producers,
      );
      return { ...offer, received: [...received], refused: [...refused] };
    }
    case 'want':
      engine.want(command.participant, command.producer, command);
      return {};
    case 'block':
      engine.block(command.participant, command.producer, command.blocked);
      return {};
    case 'leave':
      await engine.leave(command.participant);
      return {};
    case 'plain-open':
      return await openPhone(engine, command);
    case 'plain-connect':
      await engine.connectPhone(command.participant, readLeg(command.settings));
      return {};
    case 'plain-play': {
      const { participant, file, loop } = command;
      engine.play(participant, file === undefined ? undefined : await recordings.read(file), loop);
      return {};
    }
    case 'plain-press':
      engine.press(command.participant, command.digits, command.durationMs);
      return {};
    case 'close-room':
      engine.closeRoom(command.room);
      return {};
    default:
      return command satisfies never;
  }
}

async function openPhone(
  engine: Engine,
  { room, participant, secured }: Extract<WorkerCommand, { kind: 'plain-open' }>,
): Promise<WorkerResult> {
  const { published, port, transport } = await engine.openPhone(room, participant, secured);
  return {
    published: [...published],
    ...(port === undefined ? {} : { port }),
    ...(transport === undefined
      ? {}
      : { transport: { ...transport, candidates: [...transport.candidates] } }),
  };
}

function reportLoad(engine: Engine, lag: LoopLag): void {
  setInterval(() => {
    const { participantCount: participants, consumerCount: consumers } = engine;
    tell({ kind: 'load', loopLagMs: lag.take(), participants, consumers });
  }, LOAD_MS);
}

function described(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
  return { code, message };
}

function tell(message: WorkerMessage): void {
  // The parent may be gone before we hear of it; then the process ends by 'disconnect'.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
