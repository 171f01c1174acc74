import { restApi } from './api.js';
import { Call } from './call.js';

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

element('connect').onclick = () => {
  const token = element('token').value.trim();
  // The token names its user; the page only reads it, the server checks it.
  const { sub: userId } = JSON.parse(
    atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')),
  );
  api = restApi(token);
  const ws = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/auth?token=${token}`);
  ws.onopen = () => {
    ws.send(JSON.stringify({ type: 'Subscribe', channel: `presence:${userId}` }));
    updatePresence(ws, userId, 'online', 'Available for calls');
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

element('end').onclick = () => run(() => api.endCall(current?.callId ?? ringing.id));

function updatePresence(ws, userId, status, message) {
  ws.send(
    JSON.stringify({
      type: 'PresenceUpdate',
      user_id: userId,
      status,
      status_message: message,
    }),
  );
}

function take(frame, userId) {
  if (frame.type === 'PresenceStatus') {
    say(`${frame.user_id} is ${frame.status}`);
    element('call').disabled = false;
  }
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

function run(act) {
  act().catch((error) => say(error.message));
}
