import type { CallSession } from '@sky-genesis/client';

/**
 * Takes another camera or microphone into a running call or meeting. (Bound first: a linter takes a plain call of
 * anything named `use…` for a React hook.)
 */
export function switchDevice(
  call: Pick<CallSession, 'useDevice'>,
  kind: 'audioinput' | 'videoinput',
  deviceId: string,
): Promise<void> {
  const take = call.useDevice.bind(call);
  return take(kind, deviceId);
}
