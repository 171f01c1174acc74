export { type BusyMarks, markConversations } from './conversations.ts';
export {
  PRESENCE_STATUSES,
  type Presence,
  type PresenceChange,
  type PresenceStatus,
} from './presence.ts';
export { type PresenceOptions, PresenceService } from './service.ts';
