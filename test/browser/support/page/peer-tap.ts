/** Sums over every open peer connection of the page. */
export interface MediaCounts {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly framesDecoded: number;
  readonly framesSent: number;
  /** Mime types of what comes in, sorted. */
  readonly codecs: readonly string[];
}

const connections = new Set<RTCPeerConnection>();

/**
 * Keeps an eye on the page's peer connections. With a relay, every candidate the page is told of is
 * replaced by the relay's stand-in for it.
 */
export function tapPeerConnections(standInFor?: (candidate: string) => Promise<string>): void {
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }

    override close(): void {
      connections.delete(this);
      super.close();
    }

    override async addIceCandidate(init?: RTCIceCandidateInit | null): Promise<void> {
      if (standInFor === undefined || !init?.candidate) return await super.addIceCandidate(init);
      const candidate = await standInFor(init.candidate);
      if (candidate !== '') await super.addIceCandidate({ ...init, candidate });
    }

    override async setRemoteDescription(init: RTCSessionDescriptionInit): Promise<void> {
      if (standInFor === undefined) return await super.setRemoteDescription(init);
      await super.setRemoteDescription({ ...init, sdp: await relayed(init.sdp ?? '', standInFor) });
    }
  };
}

/** The description with the relay's candidates in the place of its own. */
async function relayed(
  sdp: string,
  standInFor: (candidate: string) => Promise<string>,
): Promise<string> {
  const lines = await Promise.all(
    sdp.split('\r\n').map(async (line) => {
      if (!line.startsWith('a=candidate:')) return [line];
      const candidate = await standInFor(line.slice('a='.length));
      return candidate === '' ? [] : [`a=${candidate}`];
    }),
  );
  return lines.flat().join('\r\n');
}

/** Sends a track behind the SDK's back, wherever one of its kind is sent, or would be. */
export async function sendAnyway(track: MediaStreamTrack): Promise<void> {
  for (const connection of connections) {
    for (const { sender, receiver, direction } of connection.getTransceivers()) {
      const sends = direction === 'sendonly' || direction === 'sendrecv';
      if (sends && receiver.track.kind === track.kind) await sender.replaceTrack(track);
    }
  }
}

export function openConnections(): number {
  return connections.size;
}

/** The UDP ports that the open connections go to. */
export async function remotePorts(): Promise<readonly number[]> {
  const ports: number[] = [];
  for (const connection of connections) {
    const stats = new Map<string, Record<string, unknown>>(await connection.getStats());
    for (const { selectedCandidatePairId } of of([...stats.values()], 'transport')) {
      const pair = stats.get(String(selectedCandidatePairId));
      ports.push(Number(stats.get(String(pair?.remoteCandidateId))?.port));
    }
  }
  return ports;
}

/** The candidate pair that each open connection has selected: both types, and how the relay is reached. */
export async function mediaPaths(): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const connection of connections) {
    const stats = new Map<string, Record<string, unknown>>(await connection.getStats());
    for (const { selectedCandidatePairId } of of([...stats.values()], 'transport')) {
      const pair = stats.get(String(selectedCandidatePairId));
      const local = stats.get(String(pair?.localCandidateId));
      const remote = stats.get(String(pair?.remoteCandidateId));
      const own = [local?.candidateType, local?.relayProtocol].filter((part) => part !== undefined);
      paths.push(`${own.join('/')} to ${remote?.candidateType}`);
    }
  }
  return paths;
}

export async function mediaCounts(): Promise<MediaCounts> {
  const entries: Record<string, unknown>[] = [];
  for (const connection of connections) {
    for (const entry of (await connection.getStats()).values()) entries.push(entry);
  }
  const codecIds = of(entries, 'inbound-rtp').map((entry) => entry.codecId);
  const codecs = of(entries, 'codec').filter((entry) => codecIds.includes(entry.id));
  return {
    bytesSent: sum(of(entries, 'outbound-rtp'), 'bytesSent'),
    bytesReceived: sum(of(entries, 'inbound-rtp'), 'bytesReceived'),
    packetsReceived: sum(of(entries, 'inbound-rtp'), 'packetsReceived'),
    framesDecoded: sum(of(entries, 'inbound-rtp'), 'framesDecoded'),
    framesSent: sum(of(entries, 'outbound-rtp'), 'framesSent'),
    codecs: codecs.map((entry) => String(entry.mimeType)).toSorted(),
  };
}

function of(entries: readonly Record<string, unknown>[], type: string) {
  return entries.filter((entry) => entry.type === type);
}

function sum(entries: readonly Record<string, unknown>[], field: string): number {
  return entries.reduce((total, entry) => total + (Number(entry[field]) || 0), 0);
}
