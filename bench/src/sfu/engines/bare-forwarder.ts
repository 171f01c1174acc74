import { packetKind } from '@sky-genesis/rtp';
import { PeerConnection, type Track } from 'node-datachannel';
import { type Remote, readRemote, transportSdp } from '../remote.ts';
import { readBareRequest } from './bare-messages.ts';

/**
 * The peer: node-datachannel and a loop. What the publisher sends goes to all the others under an
 * SSRC, sequence numbers and timestamps of their own. No RTCP, no buffers, no estimate, no layers.
 */
const [address = '127.0.0.1'] = process.argv.slice(2);
/** The addon ends what is collected. */
const held: (PeerConnection | Track)[] = [];
const receivers: { readonly track: Track; readonly ssrc: number; readonly offset: number }[] = [];
const memory = Buffer.alloc(1500);

process.on('message', (value) => {
  const request = readBareRequest(value);
  if (request === undefined) return;
  const { id, role, remote } = request;
  void open(role, remote).then((local) => process.send?.({ id, local }));
});
process.on('disconnect', () => process.exit(0));

async function open(role: 'publisher' | 'subscriber', remote: Remote): Promise<Remote> {
  const peer = new PeerConnection('bare', {
    iceServers: [],
    bindAddress: address,
    disableAutoNegotiation: true,
    mtu: 1500,
  });
  held.push(peer);
  const gathered = new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
  });
  peer.onTrack((track) => {
    held.push(track);
    if (role === 'publisher') track.onMessage(forward);
    else {
      track.onMessage(() => undefined);
      track.onOpen(() => receivers.push({ track, ssrc: held.length, offset: 7 * held.length }));
    }
  });
  peer.setRemoteDescription(transportSdp(remote), 'offer');
  peer.setLocalDescription('answer');
  await gathered;
  return readRemote(peer.localDescription()?.sdp ?? '');
}

function forward(packet: Buffer): void {
  if (packetKind(packet) !== 'rtp') return;
  const out = memory.subarray(0, packet.length);
  packet.copy(out);
  const sequence = packet.readUInt16BE(2);
  const timestamp = packet.readUInt32BE(4);
  for (const { track, ssrc, offset } of receivers) {
    out.writeUInt16BE((sequence + offset) & 0xffff, 2);
    out.writeUInt32BE((timestamp + offset) >>> 0, 4);
    out.writeUInt32BE(ssrc, 8);
    track.sendMessageBinary(out);
  }
}
