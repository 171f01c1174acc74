import type { Signal } from '@sky-genesis/protocol';

type Json = Readonly<Record<string, unknown>>;

/** The description of an `offer` or `answer`. */
export function descriptionOf(signal: Signal): RTCSessionDescriptionInit | undefined {
  const sdp = signal.payload?.sdp;
  if (typeof sdp !== 'string') return undefined;
  if (signal.message_type === 'offer') return { type: 'offer', sdp };
  return signal.message_type === 'answer' ? { type: 'answer', sdp } : undefined;
}

/** The candidate of an `ice_candidate`, flat or nested; undefined for the one that ends them. */
export function candidateOf(signal: Signal): RTCIceCandidateInit | undefined {
  const payload = signal.payload ?? {};
  const init = isJson(payload.candidate) ? payload.candidate : payload;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = init;
  if (typeof candidate !== 'string' || candidate === '') return undefined;
  return {
    candidate,
    sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
    sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
    ...(typeof usernameFragment === 'string' ? { usernameFragment } : {}),
  };
}

/** Whether a `mute` or `unmute` is about the camera; plain ones are about the microphone. */
export function isAboutVideo(signal: Signal): boolean {
  return signal.payload?.kind === 'video';
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
