/** What a phone that calls a room may be told, by the name of the recording. */
export const PROMPTS = [
  'welcome',
  'enter_pin',
  'wrong_pin',
  'too_many_tries',
  'wait',
  'denied',
  'locked',
  'full',
  'ended',
  'failed',
  'goodbye',
  'inside',
  'muted',
  'unmuted',
  'hand_raised',
  'hand_lowered',
  'not_allowed',
] as const;
export type Prompt = (typeof PROMPTS)[number];
