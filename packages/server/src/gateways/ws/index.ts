export { createWsGateway, type WsGateway } from './gateway.ts';
export type { WsLimits } from './limits.ts';
export type { Notice, RealtimeStatus } from './notices.ts';
export type { WsGatewayOptions } from './ports.ts';
