export type { AlsoCommit, CallMailboxes, Calls, CreateCallInput, EventPage } from './api.ts';
export * from './call.ts';
export { SIGNAL_EVENT, streamOf } from './call-event.ts';
export { type CallFacts, parseCallFacts, parseLegs } from './call-json.ts';
export { actsAs, isLive, isTalking, legOf, memberIdOf, membersOf } from './members.ts';
export { parseMetadata } from './metadata.ts';
export type { CallRepository, Connectivity, Participants, ResolvedParticipant } from './ports.ts';
export { CallService, type CallServiceOptions } from './service.ts';
