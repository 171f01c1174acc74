import { LoadPeer } from './load-peer.ts';
import { type LoadCommand, type LoadReply, readLoadRequest } from './messages.ts';

/** The load generator: `main.ts ADDRESS`, forked, with the peers that its parent asks for. */
const TICK_MS = 5;

const [address = '127.0.0.1'] = process.argv.slice(2);
const peers = new Map<number, LoadPeer>();
let rates = { audio: 0, video: 0 };

setInterval(() => {
  const nowMs = performance.now();
  for (const peer of peers.values()) peer.tick(nowMs);
}, TICK_MS);
process.on('message', (value) => {
  const request = readLoadRequest(value);
  if (request === undefined) return;
  const { id, command } = request;
  perform(command).then(
    (result) => reply({ id, ...result }),
    (error: unknown) => reply({ id, error: String(error) }),
  );
});
// The addon's objects would keep the process alive.
process.on('disconnect', () => process.exit(0));

async function perform(command: LoadCommand): Promise<Omit<LoadReply, 'id'>> {
  switch (command.kind) {
    case 'open': {
      const peer = new LoadPeer(command.peer, address, command.streams, command.remote);
      peers.set(command.peer, peer);
      peer.pace(rates.audio, rates.video, performance.now());
      return { local: await peer.local() };
    }
    case 'connect':
      peerOf(command.peer).connect(command.remote);
      return {};
    case 'opened':
      await peerOf(command.peer).opened();
      return {};
    case 'heard':
      await peerOf(command.peer).heard();
      return {};
    case 'pace':
      rates = { audio: command.audio, video: command.video };
      for (const peer of peers.values()) peer.pace(rates.audio, rates.video, performance.now());
      return {};
    case 'counts':
      return { counts: counts() };
    case 'close':
      peerOf(command.peer).close();
      peers.delete(command.peer);
      return {};
    default:
      return command satisfies never;
  }
}

function peerOf(id: number): LoadPeer {
  const peer = peers.get(id);
  if (peer === undefined) throw new Error(`there is no peer ${id}`);
  return peer;
}

function counts(): { readonly sent: number; readonly received: number } {
  let sent = 0;
  let received = 0;
  for (const peer of peers.values()) {
    sent += peer.sent;
    received += peer.received;
  }
  return { sent, received };
}

function reply(message: LoadReply): void {
  if (process.connected) process.send?.(message);
}
