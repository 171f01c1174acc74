/** The commands that take no more than the call, as the reference describes them. */
export interface CallCommandText {
  readonly command: 'decline' | 'end' | 'leave' | 'hold' | 'resume';
  readonly summary: string;
  readonly description: string;
}

export const CALL_COMMANDS: readonly CallCommandText[] = [
  {
    command: 'decline',
    summary: 'Refuse a call',
    description:
      'By a participant whom it rings. The last one who declines ends a call nobody answered.',
  },
  {
    command: 'end',
    summary: 'Hang up',
    description:
      'By the caller it ends the call for all: `cancelled` before the answer, `completed` after it. By a participant it ends what ' +
      'is his: before his answer it declines, after it he leaves, and fewer than two who talk end the call. On a call ' +
      'that has ended it answers that call, so both may hang up at once. A signaling message `hangup` is a word between peers and ' +
      'ends nothing.',
  },
  {
    command: 'leave',
    summary: 'Leave a call that goes on',
    description: 'By whoever is connected, the caller too. Fewer than two who talk end the call.',
  },
  {
    command: 'hold',
    summary: 'Put a call on hold',
    description: 'By whoever is connected. The call is on hold while anybody holds it.',
  },
  {
    command: 'resume',
    summary: 'Take a call off hold',
    description: 'By who holds it. The call is connected again when nobody holds it.',
  },
];
