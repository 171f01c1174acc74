import { useHotkeys } from '@mantine/hooks';
import type { LookChange, MeetingLook } from './meeting-layout.ts';
import type { MeetingActions } from './use-meeting-actions.tsx';

/** The call page's keys, and those of a meeting. Typing into a field stays typing. */
export function useMeetingShortcuts(
  actions: MeetingActions,
  look: MeetingLook,
  onLook: (change: LookChange) => void,
): void {
  useHotkeys([
    ['m', actions.toggleMicrophone],
    ['v', actions.toggleCamera],
    ['s', actions.toggleShare],
    ['h', actions.toggleHand],
    ['c', () => onLook({ type: 'panel', panel: 'chat' })],
    ['p', () => onLook({ type: 'panel', panel: 'people' })],
    ['l', () => onLook({ type: 'layout' })],
    ['shift+e', actions.leave],
  ]);
  useHotkeys(
    [
      [
        'Escape',
        (event) => {
          if (look.panel && !isElsewhere(event)) onLook({ type: 'panel', panel: null });
        },
      ],
    ],
    [],
  );
}

/** Whether the key was for a dialogue or a menu, which may be gone already: they hear it first. */
function isElsewhere(event: KeyboardEvent): boolean {
  const over = '[role="dialog"], [role="menu"]';
  const passed = event.composedPath().some((node) => node instanceof Element && node.matches(over));
  return passed || document.querySelector(over) !== null;
}
