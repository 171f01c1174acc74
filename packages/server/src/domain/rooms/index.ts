export type {
  AlsoCommitParticipant,
  AlsoCommitRoom,
  CreateRoomInput,
  DialOutInput,
  Joined,
  JoinInput,
  MessagePage,
  RoomDialling,
  RoomEventPage,
  RoomModeration,
  RoomSeats,
  Rooms,
  RoomTickets,
  RungPhones,
  Seat,
  Ticket,
  UpdateRoomInput,
  VerifiedTicket,
} from './api.ts';
export { firstView, hears, type RoomView, viewAfter } from './hearing.ts';
export type {
  Connectivity,
  PasswordHashing,
  People,
  RoomRepository,
  RoomWrite,
  TokenSealer,
} from './ports.ts';
export * from './room.ts';
export type { RoomChat } from './room-chat.ts';
export { type RoomChangeNews, roomChangeOf } from './room-event.ts';
export {
  type ParticipantFacts,
  parseParticipantFacts,
  parseRoomFacts,
  parseSettings,
  participantFactsToJson,
  type RoomFacts,
  settingsToJson,
} from './room-json.ts';
export { messageOf, type RoomMessage } from './room-message.ts';
export { PIN_DIGITS } from './room-pins.ts';
export type { RoomReading } from './room-reading.ts';
export { RoomService, type RoomServiceOptions } from './service.ts';
