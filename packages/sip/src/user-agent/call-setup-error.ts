/** What is wrong with how a call is made or taken: a fault of the application, not of the peer. */
export class CallSetupError extends Error {
  override readonly name = 'CallSetupError';
  readonly code: CallSetupCode;

  constructor(code: CallSetupCode) {
    super(texts[code]);
    this.code = code;
  }
}

export type CallSetupCode =
  /** An answer is owed and none was given. */
  | 'description-missing'
  /** The URI to call is none that a request can go to. */
  | 'target-malformed'
  /** The user agent is closed. */
  | 'closed'
  /** As many calls as are allowed are there already. */
  | 'too-many-calls';

const texts: Readonly<Record<CallSetupCode, string>> = {
  'description-missing': 'The call needs a session description.',
  'target-malformed': 'The target is no SIP or tel URI.',
  closed: 'The user agent is closed.',
  'too-many-calls': 'There are too many calls.',
};
