export type { MailboxPage, MailboxQuery, SendSignalInput, Signaling } from './api.ts';
export { SignalService, type SignalServiceOptions } from './service.ts';
export type { Signal, SignalType } from './signal.ts';
export { isSignalFor, signalOf } from './signal-event.ts';
