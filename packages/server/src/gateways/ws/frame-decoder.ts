import {
  type ClientFrame,
  ClientMediaAnswerFrame,
  ClientMediaCandidateFrame,
  ClientMediaOfferFrame,
  ClientMediaRestartFrame,
  MediaLayersFrame,
  MediaMutedFrame,
  PingFrame,
  PresenceProbeFrame,
  PresenceUpdateFrame,
  ResumeFrame,
  SignalFrame,
  SubscribeFrame,
  UnsubscribeFrame,
} from '@sky-genesis/protocol';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AppError } from '../../kernel/index.ts';
import { type FrameId, refusal } from './error-frame.ts';

export type Decoded =
  | { readonly ok: true; readonly frame: ClientFrame }
  | { readonly ok: false; readonly id: FrameId | undefined; readonly error: AppError };

export type FrameDecoder = (text: string) => Decoded;

interface Fault {
  readonly instancePath: string;
  readonly message: string;
}

interface FrameCheck<T> {
  readonly fits: (value: unknown) => value is T;
  readonly faults: (value: unknown) => readonly Fault[];
}

/** JSON nested deeper than this is nobody's signaling, and would break whoever walks it by recursion. */
const MAX_DEPTH = 16;

/** Compiles the schemas once; the decoder it returns never throws. */
export function createFrameDecoder(): FrameDecoder {
  const checks: Readonly<Record<ClientFrame['type'], FrameCheck<ClientFrame>>> = {
    Subscribe: compile(SubscribeFrame),
    Unsubscribe: compile(UnsubscribeFrame),
    PresenceUpdate: compile(PresenceUpdateFrame),
    PresenceProbe: compile(PresenceProbeFrame),
    Signal: compile(SignalFrame),
    Resume: compile(ResumeFrame),
    Ping: compile(PingFrame),
    MediaOffer: compile(ClientMediaOfferFrame),
    MediaAnswer: compile(ClientMediaAnswerFrame),
    MediaCandidate: compile(ClientMediaCandidateFrame),
    MediaLayers: compile(MediaLayersFrame),
    MediaMuted: compile(MediaMutedFrame),
    MediaRestart: compile(ClientMediaRestartFrame),
  };
  const known = new Map<unknown, FrameCheck<ClientFrame>>(Object.entries(checks));
  return (text) => decode(known, text);
}

function compile<S extends TSchema>(schema: S): FrameCheck<Static<S>> {
  const validator = Compile(schema);
  return {
    fits: (value): value is Static<S> => validator.Check(value),
    faults: (value) => validator.Errors(value),
  };
}

function decode(known: ReadonlyMap<unknown, FrameCheck<ClientFrame>>, text: string): Decoded {
  const value = parseJson(text);
  if (!isRecord(value)) return invalid(undefined, 'a frame is a JSON object');
  const id = readId(value.id);
  if (typeof value.type !== 'string') return invalid(id, 'type must be a string');
  const check = known.get(value.type);
  if (check === undefined) {
    const error = refusal('frame_type_unknown', { type: value.type.slice(0, 40) });
    return { ok: false, id, error };
  }
  if (isDeeper(value, MAX_DEPTH)) return invalid(id, 'nested too deeply');
  return check.fits(value) ? { ok: true, frame: value } : invalid(id, firstFault(check, value));
}

function invalid(id: FrameId | undefined, reason: string): Decoded {
  return { ok: false, id, error: refusal('frame_invalid', { reason }) };
}

/** The validator's first word, naming the place; an additional member is named by its own path. */
function firstFault(check: FrameCheck<ClientFrame>, value: unknown): string {
  const faults = check.faults(value);
  const fault = faults.find(({ message }) => message !== 'schema is false') ?? faults[0];
  const unknown = faults.find(({ message }) => message === 'schema is false');
  if (unknown !== undefined) return `${unknown.instancePath.slice(0, 60)} is not known here`;
  if (fault === undefined) return 'it does not fit';
  return `${fault.instancePath.slice(0, 60)} ${fault.message}`.trim();
}

function readId(id: unknown): FrameId | undefined {
  if (typeof id === 'string' && id.length <= 64) return id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((item) => isDeeper(item, depth - 1));
}
