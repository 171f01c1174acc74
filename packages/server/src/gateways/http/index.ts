export { createHttpGateway, type HttpGateway } from './gateway.ts';
export type { HealthCheck, HttpGatewayConfig, HttpGatewayOptions, RatePolicy } from './options.ts';
export { defineRoute, type Reply, type Route, type RouteContext } from './route.ts';
