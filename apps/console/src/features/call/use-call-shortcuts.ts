import { useHotkeys } from '@mantine/hooks';
import type { CallActions } from './use-call-actions.ts';

/** M, V, S, H and Shift+E while a call is on. Typing into a field stays typing. */
export function useCallShortcuts(actions: CallActions): void {
  useHotkeys([
    ['m', actions.toggleMicrophone],
    ['v', actions.toggleCamera],
    ['s', actions.toggleShare],
    ['h', actions.toggleHold],
    ['shift+e', actions.hangUp],
  ]);
}
