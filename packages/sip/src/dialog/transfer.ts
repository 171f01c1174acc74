import type { Content } from '../message/build.ts';
import type { BodyPart } from '../message/multipart.ts';
import { reasonPhrase } from '../message/reason-phrases.ts';
import type { Replaces } from '../message/session-headers.ts';
import type { Dialog } from './dialog.ts';

/** The progress of a transfer, as NOTIFY carries it (RFC 3515 §2.4.5): one status line. */
export function progressContent(status: number): Content {
  const line = `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`;
  return { type: 'message/sipfrag;version=2.0', bytes: Buffer.from(line) };
}

/** Subscription-State of such a NOTIFY: the final status ends the subscription (§2.4.7). */
export function progressState(status: number, leftS: number): string {
  return status < 200 ? `active;expires=${leftS}` : 'terminated;reason=noresource';
}

/** The status that a part of type message/sipfrag tells; `undefined` where it is none. */
export function progressOf({ type, bytes }: BodyPart): number | undefined {
  if (type !== 'message/sipfrag') return undefined;
  const [, status] =
    /^SIP\/2\.0 ([1-6][0-9]{2})(?: |\r|$)/.exec(Buffer.from(bytes).toString()) ?? [];
  return status === undefined ? undefined : Number(status);
}

/** What an INVITE with Replaces does to the dialog that it names (RFC 3891 §3). */
export type ReplacesVerdict<D> =
  | { readonly kind: 'replace'; readonly dialog: D }
  | { readonly kind: 'refuse'; readonly status: 481 | 486 };

/**
 * Finds the dialog: it matches by Call-ID and both tags, our own as to-tag. A confirmed one refuses
 * `early-only` with 486; an early one may be replaced only where we called (§3: else 481).
 */
export function matchReplaces<D extends Dialog>(
  replaces: Replaces,
  dialogs: Iterable<D>,
): ReplacesVerdict<D> {
  for (const dialog of dialogs) {
    const fits =
      dialog.callId === replaces.callId &&
      dialog.localTag === replaces.toTag &&
      dialog.remoteTag === replaces.fromTag;
    if (!fits) continue;
    if (dialog.phase === 'early' && !dialog.isCaller) return { kind: 'refuse', status: 481 };
    if (dialog.phase === 'confirmed' && replaces.earlyOnly) return { kind: 'refuse', status: 486 };
    return { kind: 'replace', dialog };
  }
  return { kind: 'refuse', status: 481 };
}

/** The Refer-To of an attended transfer: whom to call, and which of our dialogs with them that call takes over. */
export function referToReplacing({ callId, localTag, remoteTag, remoteTarget }: Dialog): string {
  const value = `${callId};to-tag=${remoteTag};from-tag=${localTag}`;
  return `<${remoteTarget}?Replaces=${encodeURIComponent(value)}>`;
}
