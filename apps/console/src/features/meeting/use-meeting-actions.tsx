import { notifications } from '@mantine/notifications';
import type { RoomSession } from '@sky-genesis/client';
import { useMemo } from 'react';
import { notifyRefusal } from '../../app/refusal.tsx';
import { useWorkplace } from '../../app/workplace.tsx';
import { useText } from '../../i18n/language.tsx';
import { useCopyLink } from '../rooms/use-copy-link.ts';

export interface MeetingActions {
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleShare: () => void;
  readonly toggleHand: () => void;
  readonly toggleLock: () => void;
  readonly copyLink: () => void;
  readonly leave: () => void;
  readonly endForAll: () => void;
  /** Any other request of the session, its refusal told. */
  readonly attempt: (action: Promise<void>) => void;
}

/** What one can do in a meeting, with refusals told. */
export function useMeetingActions(session: RoomSession): MeetingActions {
  const text = useText();
  const { client, meetings } = useWorkplace();
  const copyLink = useCopyLink();
  return useMemo<MeetingActions>(() => {
    const attempt = (action: Promise<void>): void => {
      action.catch((error: unknown) => notifyRefusal(error, text));
    };
    const tell = (title: string, message: string): void => {
      notifications.show({ color: 'dawn', title, message });
    };
    const switches = ownSwitches(session, text.meeting, tell);
    return {
      attempt,
      toggleMicrophone: () => attempt(switches.microphone()),
      toggleCamera: () => attempt(switches.camera()),
      toggleShare: () => attempt(switches.share()),
      toggleHand: () => attempt(session.raiseHand(session.me.hand_raised_at === null)),
      toggleLock: () => attempt(session.lock(!session.room.locked)),
      copyLink: () => copyLink(session.room.id),
      leave: () => meetings.leave(),
      endForAll: () => attempt(client.rooms.delete(session.room.id)),
    };
  }, [session, client, meetings, text, copyLink]);
}

/** One's own devices, with what moderators have to say about them. */
function ownSwitches(
  session: RoomSession,
  words: ReturnType<typeof useText>['meeting'],
  tell: (title: string, message: string) => void,
) {
  const mayLift = (): boolean =>
    session.me.role === 'moderator' || session.room.settings.participants_may_unmute;
  /** A moderator's word is in the way; where it may be lifted, the session lifts it. */
  const isHeld = (what: 'audio' | 'video'): boolean => session.me.muted[what] && !mayLift();
  return {
    microphone: async () => {
      const silent = session.microphoneMuted || session.me.muted.audio;
      if (silent && isHeld('audio')) {
        tell(words.blockedByModerator, words.blockedByModeratorDetail);
      } else await session.setMicrophoneMuted(!silent);
    },
    camera: async () => {
      const off = session.cameraOff || session.me.muted.video;
      if (off && isHeld('video')) {
        tell(words.cameraBlockedDetail, words.blockedByModeratorDetail);
      } else await session.setCameraOff(!off);
    },
    share: async () => {
      const allowed = session.me.role === 'moderator' || session.room.settings.allow_screen_share;
      if (!session.sharingScreen && (!allowed || session.me.muted.screen)) {
        tell(words.share, words.shareRefused);
      } else await session.setScreenShare(!session.sharingScreen);
    },
  };
}
