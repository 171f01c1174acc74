export { readEnvironment } from './environment.ts';
export { ConfigurationError, isLoopback, loadConfig, unusable } from './load.ts';
export { configurationReference, describeValues } from './reference.ts';
export type { Values as Config } from './schema.ts';
