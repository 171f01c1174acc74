import { type Parsed, parseCandidateInit, parseSessionDescription } from '@sky-genesis/sdp';
import { AppError, type Json, type JsonObject } from '../../kernel/index.ts';
import type { SignalType } from './signal.ts';

/** Characters of JSON: a session description of 64 KiB with its line ends escaped fits. */
const MAX_SESSION_JSON = 98_304;
/** Characters of JSON of a candidate, or of a note such as `mute`. */
const MAX_SMALL_JSON = 8192;

/**
 * Checks a payload as its type wants it and gives it back as JSON. Fields that the type does not need
 * pass as they are: peers may say more to each other than the server understands.
 * @throws AppError `sdp_invalid` | `payload_too_large` | `validation_failed`, naming the field.
 */
export function parsePayload(type: SignalType, payload: unknown): Json {
  const json = toJson(type, payload);
  switch (type) {
    case 'offer':
    case 'answer':
      requireSession(type, json);
      return json;
    case 'ice_candidate':
      requireParsed(parseCandidateInit(payload), '/payload');
      return json;
    case 'renegotiate':
      if (json !== null && json.sdp !== undefined) requireSdp(json.sdp);
      return json;
    case 'hangup':
    case 'mute':
    case 'unmute':
    case 'screen_share_start':
    case 'screen_share_stop':
      return json;
    default:
      throw type satisfies never;
  }
}

function toJson(type: SignalType, payload: unknown): JsonObject | null {
  if (payload === undefined || payload === null) return null;
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    const message = 'must be an object or null';
    throw new AppError('validation_failed', { issues: [{ path: '/payload', message }] });
  }
  const text = JSON.stringify(payload);
  const mayBeLong = type === 'offer' || type === 'answer' || type === 'renegotiate';
  const max = mayBeLong ? MAX_SESSION_JSON : MAX_SMALL_JSON;
  if (text.length > max) {
    throw new AppError('payload_too_large', { params: { limit: max } });
  }
  const json: JsonObject = JSON.parse(text);
  return json;
}

/** RTCSessionDescriptionInit (W3C WebRTC §4.6.2); `type` may be absent, as the message has it already. */
function requireSession(type: 'offer' | 'answer', json: JsonObject | null): void {
  if (json === null) throw invalid('/payload', 'An RTCSessionDescriptionInit is missing.');
  if (json.type !== undefined && json.type !== type) {
    throw invalid('/payload/type', `The description’s type is not "${type}".`);
  }
  requireSdp(json.sdp);
}

function requireSdp(sdp: Json | undefined): void {
  if (typeof sdp !== 'string') throw invalid('/payload/sdp', '`sdp` is no string.');
  requireParsed(parseSessionDescription(sdp), '/payload/sdp');
}

function requireParsed<T>(parsed: Parsed<T>, path: string): void {
  if (!parsed.ok) throw invalid(path, parsed.problem.message);
}

function invalid(path: string, message: string): AppError {
  const reason = message.replace(/\.$/, '');
  return new AppError('sdp_invalid', { params: { reason }, issues: [{ path, message }] });
}
