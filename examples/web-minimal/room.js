/**
 * One seat in a room: a single peer connection with the media router, negotiated over the WebSocket. The page
 * offers once, what it sends; whatever others send is offered by the server from then on.
 */
export class Room {
  #api;
  #send;
  #show;
  #peerConnection;
  #localStream;
  #names;
  #streams = new Map();
  /** Frames are worked off one after the other. */
  #work = Promise.resolve();

  constructor(api, { room, participant }, { send, show }, media) {
    this.#api = api;
    this.#send = send;
    this.#show = show;
    this.roomId = room.id;
    this.#names = { session_id: participant.id, transport_id: crypto.randomUUID() };
    this.#peerConnection = media.peerConnection;
    this.#localStream = media.localStream;
  }

  /** Takes a seat. `send` sends a frame; `show` is given the streams of the others whenever they change. */
  static async join(api, roomId, page) {
    const joined = await api.joinRoom(roomId);
    if (joined.room_token === null) throw new Error('a moderator has to let you in first');
    const localStream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const peerConnection = new RTCPeerConnection({ iceServers: joined.ice_servers });
    const room = new Room(api, joined, page, { peerConnection, localStream });
    await room.#offer(joined.room_token);
    return { room, localStream };
  }

  /** A frame of the server, where it is about this seat. */
  take(frame) {
    if (frame.session_id !== this.#names.session_id) return;
    this.#work = this.#work.then(() => this.#follow(frame));
  }

  async leave() {
    this.close();
    await this.#api.leaveRoom(this.roomId);
  }

  close() {
    this.#peerConnection.close();
    for (const track of this.#localStream.getTracks()) track.stop();
    this.#show([]);
  }

  async #offer(token) {
    const peerConnection = this.#peerConnection;
    const sections = this.#localStream.getTracks().map((track) => ({
      transceiver: peerConnection.addTransceiver(track, { direction: 'sendonly' }),
      source: track.kind === 'audio' ? 'microphone' : 'camera',
    }));
    await peerConnection.setLocalDescription();
    const tracks = sections.map(({ transceiver, source }) => ({ mid: transceiver.mid, source }));
    const { sdp } = peerConnection.localDescription;
    this.#send({ type: 'MediaOffer', ...this.#names, revision: 1, sdp, tracks, token });
  }

  async #follow({ type, revision, sdp, tracks }) {
    const peerConnection = this.#peerConnection;
    if (type === 'MediaAnswer') await peerConnection.setRemoteDescription({ type: 'answer', sdp });
    if (type === 'MediaClosed') this.close();
    if (type !== 'MediaOffer') return;
    await peerConnection.setRemoteDescription({ type: 'offer', sdp });
    await peerConnection.setLocalDescription();
    const answer = peerConnection.localDescription.sdp;
    this.#send({ type: 'MediaAnswer', ...this.#names, revision, sdp: answer });
    this.#receive(tracks);
  }

  /** `tracks` names every section in which something comes, and whose it is. */
  #receive(tracks) {
    const streams = new Map();
    for (const { mid, participant_id: id } of tracks) {
      const transceiver = this.#peerConnection.getTransceivers().find((each) => each.mid === mid);
      const stream = streams.get(id) ?? this.#streams.get(id) ?? new MediaStream();
      stream.addTrack(transceiver.receiver.track);
      streams.set(id, stream);
    }
    this.#streams = streams;
    this.#show([...streams.values()]);
  }
}
