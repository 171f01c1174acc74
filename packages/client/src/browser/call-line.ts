import type { SendSignal, Signal } from '@sky-genesis/protocol';
import type { Connection } from '../core/connection.ts';
import type { RestApi } from '../core/rest-api.ts';
import { SignalInbox } from '../core/signal-inbox.ts';
import { SignalOutbox } from '../core/signal-outbox.ts';

/** How a session reaches the server: one mailbox in, one out, over whatever works. */
export interface CallLine {
  readonly inbox: SignalInbox;
  readonly outbox: SignalOutbox;
  /** Reads what the mailbox has that no event will tell. */
  catchUp(): Promise<void>;
}

export function callLine(
  callId: string,
  { rest, connection }: { readonly rest: RestApi; readonly connection: Connection },
  deliver: (signal: Signal) => void,
): CallLine {
  const inbox = new SignalInbox(deliver);
  const outbox = new SignalOutbox({
    push: (message) => connection.request(signalFrame(callId, message)),
    post: (message) => rest.sendSignal(callId, message),
    online: (maxMs, signal) => online(connection, maxMs, signal),
  });
  const catchUp = async () => {
    inbox.hold();
    // Failing that, the live messages go on; the next connection catches up.
    inbox.release(await rest.signals(callId, { after: inbox.position }).catch(() => []));
  };
  return { inbox, outbox, catchUp };
}

function signalFrame(callId: string, message: SendSignal) {
  return { type: 'Signal', call_id: callId, ...message } as const;
}

/** Waits for the connection to stand. */
function online(connection: Connection, maxMs: number, signal: AbortSignal): Promise<boolean> {
  if (connection.state === 'connected') return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (connected: boolean) => {
      clearTimeout(timer);
      off();
      signal.removeEventListener('abort', aborted);
      resolve(connected);
    };
    const aborted = () => done(false);
    const timer = setTimeout(() => done(false), maxMs);
    const off = connection.on('state', (state) => {
      if (state === 'connected') done(true);
    });
    signal.addEventListener('abort', aborted);
  });
}
