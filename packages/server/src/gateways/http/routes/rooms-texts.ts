/** What is decided on those who wait, as the reference describes it. */
export interface WaitingText {
  readonly decision: 'admit' | 'deny';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
}

export const WAITING_DECISIONS: readonly WaitingText[] = [
  {
    decision: 'admit',
    operationId: 'admitToRoom',
    summary: 'Let in who waits',
    description:
      'By a moderator: one person, or everybody in the order of their coming, as far as there is room. They have a seat from that ' +
      'moment, and join for their token.',
  },
  {
    decision: 'deny',
    operationId: 'denyEntryToRoom',
    summary: 'Send away who waits',
    description:
      'By a moderator: one person, or everybody. They may knock again after a minute, or when they are invited.',
  },
];

/** What takes somebody's seat away. */
export interface RemovalText {
  readonly word: 'kick' | 'send-back';
  readonly method: 'kick' | 'sendBack';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
}

export const REMOVALS: readonly RemovalText[] = [
  {
    word: 'kick',
    method: 'kick',
    operationId: 'kickParticipant',
    summary: 'Remove somebody from a room',
    description:
      'By a moderator, where `moderator_controls`. Their tokens are good for nothing from that moment, and they do not come in again ' +
      'until a moderator invites them.',
  },
  {
    word: 'send-back',
    method: 'sendBack',
    operationId: 'sendParticipantBack',
    summary: 'Send somebody back before the door',
    description:
      'By a moderator, where `moderator_controls`. They wait until a moderator lets them in, whether the room has a waiting room or not.',
  },
];
