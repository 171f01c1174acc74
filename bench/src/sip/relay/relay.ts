/** One end of a call, as a relay is told of it. */
export interface End {
  readonly port: number;
  /** Master key and salt of what it sends (RFC 4568); absent for plain RTP. */
  readonly key?: Buffer;
}

/** Where an end sends to, and by which key it is sent to. */
export interface Door {
  readonly port: number;
  readonly key?: Buffer;
}

/** What passes sound on between the two ends of calls. */
export interface Relay {
  readonly name: string;
  readonly pids: readonly number[];
  /** @returns the doors of both ends */
  connect(call: string, a: End, b: End): Promise<readonly [Door, Door]>;
  stop(): Promise<void>;
}

export const ADDRESS = '127.0.0.1';
