import type { CallSession, RemoteParty } from '@sky-genesis/client';

/** Whether there is a picture of this member to show. */
export function showsPicture(remote: RemoteParty, call: Pick<CallSession, 'phase'>): boolean {
  if (call.phase === 'on_hold' || remote.stream.getVideoTracks().length === 0) return false;
  return remote.sharingScreen || !remote.cameraOff;
}

/** Whether the stage is filled by pictures, so that the words move to its edge. */
export function isPictured(call: Pick<CallSession, 'phase' | 'remotes'>): boolean {
  const waiting = ['dialing', 'ringing', 'ended'].includes(call.phase);
  if (waiting) return false;
  // Several have tiles, with a picture or a face on each.
  return call.remotes.length > 1 || call.remotes.some((remote) => showsPicture(remote, call));
}
