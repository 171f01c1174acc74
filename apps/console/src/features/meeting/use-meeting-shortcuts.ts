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
        () => {
          const isOver = document.querySelector('[role="dialog"], [role="menu"]') !== null;
          if (look.panel && !isOver) onLook({ type: 'panel', panel: null });
        },
      ],
    ],
    [],
  );
}
