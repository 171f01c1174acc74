export type { AgiRooms, AgiServices, AgiSources } from './ports.ts';
export { type AgiServer, createAgiServer } from './server.ts';
