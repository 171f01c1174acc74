import { useHotkeys } from '@mantine/hooks';
import type { CallActions } from './use-call-actions.ts';

/** What has a dialogue on the stage only. */
export interface StageActions {
  readonly add: () => void;
  readonly transfer: () => void;
  readonly keypad: () => void;
}

/** M, V, S, H and Shift+E, and on the stage A, T and K, while a call is on. Typing into a field stays typing. */
export function useCallShortcuts(actions: CallActions, stage?: StageActions): void {
  const onStage = actions.canHold ? stage : undefined;
  useHotkeys([
    ['m', actions.toggleMicrophone],
    ['v', actions.toggleCamera],
    ['s', actions.toggleShare],
    ['h', actions.toggleHold],
    ['a', () => onStage?.add()],
    ['t', () => onStage?.transfer()],
    ['k', () => onStage?.keypad()],
    ['shift+e', actions.hangUp],
  ]);
}
