export { type Candidate, type CandidateType, parseCandidate, type TcpType } from './candidate.ts';
export { parseCandidateInit, type TrickledCandidate } from './candidate-init.ts';
export { SDP_LIMITS } from './limits.ts';
export type { Parsed, SdpProblem } from './parsed.ts';
export { parseSessionDescription } from './session-description.ts';
export * from './telephony/index.ts';
