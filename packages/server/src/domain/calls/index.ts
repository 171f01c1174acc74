export type { AlsoCommit, Calls, CreateCallInput } from './api.ts';
export * from './call.ts';
export { type CallFacts, callFactsToJson, parseCallFacts } from './call-json.ts';
export { actsAs, isLive, isTalking, legOf, mayRead, memberIdOf, membersOf } from './members.ts';
export type { CallRepository, Connectivity, Participants, ResolvedParticipant } from './ports.ts';
