export * from './auth.ts';
export * from './calls.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './frames.ts';
export * from './primitives.ts';
export * from './signaling.ts';
export * from './users.ts';
