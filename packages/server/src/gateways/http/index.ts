export { createHttpGateway, type HttpGateway } from './gateway.ts';
export type { HealthCheck, HttpGatewayConfig, HttpGatewayOptions, RatePolicy } from './options.ts';
export type { Reply, Route, RouteContext } from './route.ts';
