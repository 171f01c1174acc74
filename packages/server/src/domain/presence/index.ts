export { type BusyMarks, markConversations } from './conversations.ts';
export type {
  Presence,
  PresenceChange,
  PresenceStatus,
} from './presence.ts';
export { type PresenceOptions, PresenceService } from './service.ts';
