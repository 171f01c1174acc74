export type {
  AlsoCommitRoom,
  CreateRoomInput,
  Joined,
  JoinInput,
  RoomSeats,
  Rooms,
  RoomTickets,
  Seat,
  Ticket,
  VerifiedTicket,
} from './api.ts';
export type {
  Connectivity,
  PasswordHashing,
  People,
  RoomRepository,
  RoomWrite,
  TokenSealer,
} from './ports.ts';
export * from './room.ts';
export {
  type ParticipantFacts,
  parseParticipantFacts,
  parseRoomFacts,
  parseSettings,
  participantFactsToJson,
  type RoomFacts,
  settingsToJson,
} from './room-json.ts';
export { RoomService, type RoomServiceOptions } from './service.ts';
