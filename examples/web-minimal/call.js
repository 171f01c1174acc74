/**
 * One call's media: a peer connection whose messages go through the call's mailbox. The caller sends the
 * offer; whoever accepts finds it there.
 */
export class Call {
  #api;
  #peerConnection;
  #localStream;
  #running = true;
  /** Candidates that came before the description they belong to. */
  #early = [];

  constructor(api, callId, { peerConnection, localStream }) {
    this.#api = api;
    this.callId = callId;
    this.#peerConnection = peerConnection;
    this.#localStream = localStream;
    peerConnection.onicecandidate = ({ candidate }) => {
      if (candidate) api.sendSignalingMessage(callId, 'ice_candidate', { candidate });
    };
  }

  /** Creates the call and offers. */
  static async start(api, participants, callType, show) {
    const media = await openMedia(api, callType, show);
    const { id } = await api.createCall(participants, callType);
    const call = new Call(api, id, media);
    const offer = await media.peerConnection.createOffer();
    await media.peerConnection.setLocalDescription(offer);
    await api.sendSignalingMessage(id, 'offer', offer);
    call.#read();
    return call;
  }

  /** Accepts a call that rings. Its offer is in the mailbox already. */
  static async accept(api, { id, call_type: callType }, show) {
    const media = await openMedia(api, callType, show);
    await api.acceptCall(id);
    const call = new Call(api, id, media);
    call.#read();
    return call;
  }

  close() {
    this.#running = false;
    this.#peerConnection.close();
    for (const track of this.#localStream.getTracks()) track.stop();
  }

  async #read() {
    for (let after = 0; this.#running; ) {
      const messages = await this.#api.signalingMessages(this.callId, after).catch(() => []);
      for (const message of messages) {
        after = message.seq;
        if (this.#running) await this.#take(message);
      }
      if (messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  async #take({ message_type: type, payload }) {
    const peerConnection = this.#peerConnection;
    if (type === 'ice_candidate') return await this.#add(payload);
    if (type !== 'offer' && type !== 'answer') return;
    await peerConnection.setRemoteDescription(payload);
    if (type === 'offer') {
      await peerConnection.setLocalDescription();
      await this.#api.sendSignalingMessage(this.callId, 'answer', peerConnection.localDescription);
    }
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  async #add(payload) {
    if (this.#peerConnection.remoteDescription === null) this.#early.push(payload);
    else await this.#peerConnection.addIceCandidate(payload.candidate ?? payload);
  }
}

async function openMedia(api, callType, show) {
  const peerConnection = new RTCPeerConnection({ iceServers: await api.iceServers() });
  peerConnection.ontrack = ({ streams }) => show('remote-video', streams[0]);
  const localStream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: callType === 'video',
  });
  for (const track of localStream.getTracks()) peerConnection.addTrack(track, localStream);
  show('local-video', localStream);
  return { peerConnection, localStream };
}
