/**
 * Marks a moment of a call on the page's performance timeline: `sge:<call>:accept` when the user accepts,
 * `sge:<call>:media` when media connect, `sge:<call>:first-audio-packet`, `sge:<call>:first-video-packet`.
 */
export function markCall(callId: string, moment: string): void {
  performance.mark(`sge:${callId}:${moment}`);
}
