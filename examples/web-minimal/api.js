/** The server's REST API with one user's token. */
export function restApi(token) {
  async function send(method, path, body) {
    const response = await fetch(`/api/v1/voip${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    // RFC 9457: `detail` says in words what `code` says for programs.
    if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);
    return answer;
  }
  return {
    iceServers: async () => (await send('GET', '/ice-servers')).ice_servers,
    createCall: (participants, callType) =>
      send('POST', '/calls', { participants, call_type: callType }),
    acceptCall: (callId) => send('POST', `/calls/${callId}/accept`),
    endCall: (callId) => send('POST', `/calls/${callId}/end`),
    /** Without `to_user` it is for everyone else in the call. */
    sendSignalingMessage: (callId, messageType, payload) =>
      send('POST', `/calls/${callId}/signaling`, { message_type: messageType, payload }),
    /** Waits up to 20 seconds for messages after number `after`. */
    signalingMessages: async (callId, after) =>
      (await send('GET', `/calls/${callId}/signaling?after=${after}&wait_s=20`)).data,
    createRoom: (name) => send('POST', '/rooms', { name }),
    /** A seat, and the token that opens its media. */
    joinRoom: (roomId) => send('POST', `/rooms/${roomId}/join`),
    leaveRoom: (roomId) => send('POST', `/rooms/${roomId}/leave`),
  };
}
