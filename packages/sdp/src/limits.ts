/** Limits on what is taken from strangers. Real descriptions of browsers stay far below them. */
export const SDP_LIMITS = {
  /** UTF-16 units of a whole description. */
  maxLength: 131_072,
  /** UTF-16 units of a line: keeps every pattern matched against it cheap. */
  maxLineLength: 4096,
  maxMediaSections: 256,
  /** UTF-16 units of one candidate attribute. */
  maxCandidateLength: 1024,
} as const;
