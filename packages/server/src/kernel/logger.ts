/**
 * The rubric. error: somebody must act. warn: something was lost or refused that should not happen
 * in a healthy installation. info: one line per request, call state, connection. debug: the rest.
 * Fields never hold secrets, tokens, SDP or message bodies.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A logger whose lines also carry `fields`. */
  with(fields: LogFields): Logger;
}

export type LogValue = string | number | boolean | null | undefined | Error | readonly string[];

export interface LogFields {
  /** `voip` on lines of calls, rooms, SIP and media. */
  readonly area?: 'voip' | 'identity' | 'storage' | 'http' | 'ws';
  readonly [field: string]: LogValue;
}
