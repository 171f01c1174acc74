export { Blocks } from './blocks.ts';
export { type CallableParticipant, DirectoryParticipants, type Numbers } from './participants.ts';
export type { BlockRepository, UserRepository } from './ports.ts';
export {
  changeUser,
  createUser,
  type NewUser,
  tokensVoided,
  type UserChange,
  type UserTransition,
  userEvent,
} from './transitions.ts';
export type { User } from './user.ts';
export { type Attached, Users } from './users.ts';
