export type {
  AlsoCommit,
  CallMailboxes,
  Calls,
  CreateCallInput,
  EventPage,
  PhoneCalls,
  PhonePart,
} from './api.ts';
export * from './call.ts';
export { SIGNAL_EVENT, streamOf } from './call-event.ts';
export { type CallFacts, parseCallFacts, parseLegs, withAddresses } from './call-json.ts';
export type { LegFailure } from './command.ts';
export { actsAs, isLive, isTalking, legOf, memberIdOf, membersOf } from './members.ts';
export { parseMetadata } from './metadata.ts';
export type { CallRepository, Connectivity, Participants, ResolvedParticipant } from './ports.ts';
export { CallService, type CallServiceOptions } from './service.ts';
