/** An hour, when nothing else is asked for. */
export const DEFAULT_TOKEN_TTL_S = 3600;

/** The longest that any token lives (the command line's limit; over HTTP it is a day). */
export const MAX_TOKEN_TTL_S = 30 * 86_400;
