import { useHotkeys } from '@mantine/hooks';
import type { CallActions } from './use-call-actions.ts';

/** M, V, S, H and Shift+E, and on the stage A, while a call is on. Typing into a field stays typing. */
export function useCallShortcuts(actions: CallActions, add?: () => void): void {
  useHotkeys([
    ['m', actions.toggleMicrophone],
    ['v', actions.toggleCamera],
    ['s', actions.toggleShare],
    ['h', actions.toggleHold],
    ['a', () => actions.canHold && add?.()],
    ['shift+e', actions.hangUp],
  ]);
}
