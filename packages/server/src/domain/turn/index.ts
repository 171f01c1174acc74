export { type IceServer, type IceServerSettings, iceServersFor } from './ice-servers.ts';
