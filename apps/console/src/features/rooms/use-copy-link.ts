import { useCallback } from 'react';
import { useCopy } from '../../app/use-copy.ts';
import { useText } from '../../i18n/language.tsx';

/** Copies what one sends to somebody who should come to a room. */
export function useCopyLink(): (roomId: string) => void {
  const { linkCopied } = useText().rooms;
  const copy = useCopy();
  return useCallback(
    (roomId) => copy(`${window.location.origin}/rooms/${roomId}`, linkCopied),
    [copy, linkCopied],
  );
}
