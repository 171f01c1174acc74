import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type BackendEvents, TransportRefused } from '../transport/media-transport.ts';
import { collectGarbage, describeBackend } from '../transport/testing/backend-contract.ts';
import { TestPeer } from '../transport/testing/test-peer.ts';
import { LibdatachannelBackend } from './backend.ts';
import { HeldPort } from './held-port.ts';

const bindAddress = '127.0.0.1';
const held = await HeldPort.take(bindAddress, { min: 9200, max: 9299 });

describeBackend(
  'the libdatachannel backend, a port for each transport',
  (events) => new LibdatachannelBackend({ bindAddress }, events),
);

describeBackend(
  'the libdatachannel backend, one port for all transports',
  (events) => new LibdatachannelBackend({ bindAddress, held }, events),
);

const silent: BackendEvents = {
  packets: () => undefined,
  connected: () => undefined,
  transportClosed: () => undefined,
};

describe('a transport that is reserved', () => {
  after(collectGarbage);

  it('keeps what was promised, and sends whole packets', async () => {
    const connected = Promise.withResolvers<number>();
    const events = { ...silent, connected: connected.resolve };
    const backend = new LibdatachannelBackend({ bindAddress, held }, events);
    const peer = new TestPeer();
    const reserved = backend.reserve();
    const transport = await backend.open(peer.credentials, reserved);
    const { iceUfrag, icePwd, fingerprint } = transport.local;
    assert.deepEqual({ ...reserved, iceUfrag, icePwd, fingerprint }, reserved);
    peer.connect({ ...reserved, setup: transport.local.setup });
    // Either side may be through with the handshake first.
    await Promise.all([peer.opened(), connected.promise]);
    const packet = Uint8Array.of(0x80, 0x60, 0, 1, 0, 0, 0, 9, 0, 0, 0, 7, 1, 2, 3);
    transport.send(packet);
    await peer.receivedCount(1);
    assert.deepEqual(Uint8Array.from(peer.received[0] ?? []), packet);
    await peer.close();
    await backend.close();
  });

  it('is refused where each has a port that nobody knows before', async () => {
    const backend = new LibdatachannelBackend({ bindAddress }, silent);
    assert.throws(() => backend.reserve(), TransportRefused);
    await backend.close();
  });
});
