import { restApi } from './api.js';
import { Call } from './call.js';
import { Room } from './room.js';

const element = (id) => document.getElementById(id);
const say = (text) => {
  element('status').textContent = text;
};
const show = (id, stream) => {
  element(id).srcObject = stream;
};

let api;
let ringing;
let current;
let ws;
let room;

element('connect').onclick = () => {
  const token = element('token').value.trim();
  // The token names its user; the page only reads it, the server checks it.
  const { sub: userId } = JSON.parse(
    atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')),
  );
  api = restApi(token);
  ws = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/auth?token=${token}`);
  ws.onopen = () => {
    send({ type: 'Subscribe', channel: `presence:${userId}` });
    updatePresence(userId, 'online', 'Available for calls');
  };
  ws.onmessage = ({ data }) => take(JSON.parse(data), userId);
  ws.onclose = () => say('not connected');
};

element('call').onclick = () =>
  run(async () => {
    current = await Call.start(api, [element('callee').value], 'video', show);
    say('ringing');
  });

element('accept').onclick = () =>
  run(async () => {
    current = await Call.accept(api, ringing, show);
  });

element('join').onclick = () =>
  run(async () => {
    const roomId = element('room').value || (await api.createRoom('A minimal room')).id;
    element('room').value = roomId;
    const joined = await Room.join(api, roomId, { send, show: showOthers });
    room = joined.room;
    show('local-video', joined.localStream);
    element('leave').disabled = false;
    say(`in ${roomId}`);
  });

element('leave').onclick = () =>
  run(async () => {
    await room.leave();
    show('local-video', null);
    element('leave').disabled = true;
    say('left');
  });

element('end').onclick = () => run(() => api.endCall(current?.callId ?? ringing.id));

function updatePresence(userId, status, message) {
  send({ type: 'PresenceUpdate', user_id: userId, status, status_message: message });
}

function send(frame) {
  ws.send(JSON.stringify(frame));
}

function take(frame, userId) {
  if (frame.type === 'PresenceStatus') {
    say(`${frame.user_id} is ${frame.status}`);
    element('call').disabled = false;
    element('join').disabled = false;
  }
  if (frame.type === 'Error') say(frame.message);
  room?.take(frame);
  if (frame.type !== 'Event' || frame.event.data.call === undefined) return;
  const { call } = frame.event.data;
  if (frame.event.type === 'call.created' && call.caller_id !== userId) {
    ringing = call;
    say(`${call.caller_id} is calling`);
  } else if (call.status === 'connected') say('in a call');
  else if (call.status === 'ended') over(call);
  element('accept').disabled = call.status !== 'ringing' || call.caller_id === userId;
  element('end').disabled = call.status === 'ended';
}

function over(call) {
  say(`the call is over: ${call.end_reason}`);
  current?.close();
  current = undefined;
  show('local-video', null);
  show('remote-video', null);
}

/** One picture for each of the others in the room. */
function showOthers(streams) {
  const videos = streams.map((stream) => {
    const video = document.createElement('video');
    video.autoplay = true;
    video.playsInline = true;
    video.srcObject = stream;
    return video;
  });
  element('others').replaceChildren(...videos);
}

function run(act) {
  act().catch((error) => say(error.message));
}
