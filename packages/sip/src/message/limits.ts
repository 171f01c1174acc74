/** What a message may measure before it is refused. Sizes in bytes. */
export const SIP_LIMITS = {
  /** Start line, headers and body together; the most a datagram carries. */
  maxMessageBytes: 65_536,
  /** Start line and headers of a message on a stream, before the blank line has come. */
  maxHeadBytes: 32_768,
  maxHeaders: 256,
} as const;
