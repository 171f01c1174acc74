import assert from 'node:assert/strict';
import { mailboxTypes, runScript, SEND_SIGNALING_MESSAGE } from './browser-block.ts';
import { fill, member, sendHttpBlock, text } from './http-block.ts';
import { LATER_COMMANDS } from './later.ts';
import type { Runner, Runners } from './run-blocks.ts';
import { dialplan, phpScript } from './seed-telephony-runners.ts';
import { firstLine } from './shell-block.ts';

const HOST = 'api.skygenesisenterprise.com';

/** Any complete description: the original's ends in dots. */
const COMPLETE_SDP = [
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=rtcp-mux',
  '',
].join('\\r\\n');

/** Both ways to say who one is, each on a request. */
const credentials: Runner = async (world, block) => {
  const key = await world.product.sge('key', 'create', '--name', 's', '--scope', 'calls:read');
  const fields = block.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(fields.length, 2);
  for (const field of fields) {
    const filled = fill(field, { '<jwt_token>': world.tokens.user123, '<api_key>': key });
    const answer = await sendHttpBlock(world.product.url, `GET /api/v1/voip/calls\n${filled}`);
    assert.equal(answer.status, 200);
  }
};

const createCall: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 201);
  assert.equal(member(body, 'status'), 'ringing');
  assert.deepEqual(member(body, 'participants'), ['user456', 'user789']);
  world.callId = text(body, 'id');
};

const acceptCall: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200, 'user456');
  assert.equal(member(body, 'status'), 'connected');
};

const endCall: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'end_reason'), 'completed');
};

const readCall: Runner = async (world, block) => {
  assert.equal(text((await world.send(block.text, 200)).body, 'id'), world.callId);
};

const listCalls: Runner = async (world, block) => {
  await world.newCall('user456');
  const { body } = await world.send(block.text, 200);
  const calls = member(body, 'data');
  assert.ok(Array.isArray(calls) && calls.some((call) => member(call, 'id') === world.callId));
};

const createRoom: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 201);
  assert.equal(member(body, 'name'), 'Réunion équipe');
  assert.equal(member(body, 'max_participants'), 10);
  assert.equal(member(member(body, 'settings'), 'allow_recording'), true);
  world.roomId = text(body, 'id');
};

const joinRoom: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  assert.equal(member(member(body, 'participant'), 'user_id'), 'user123');
  assert.match(text(body, 'room_token'), /^ey/);
};

const readRoom: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  assert.equal(text(body, 'id'), world.roomId);
  assert.equal(member(body, 'participant_count'), 1);
};

const listRooms: Runner = async (world, block) => {
  const rooms = member((await world.send(block.text, 200)).body, 'data');
  assert.ok(Array.isArray(rooms) && rooms.some((room) => member(room, 'id') === world.roomId));
  // Who sits in a room is shown as busy, and later blocks show themselves online.
  await world.send(`POST /api/v1/voip/rooms/{room_id}/leave\nAuthorization: Bearer <token>`, 200);
};

const sendOffer: Runner = async (world, block) => {
  await world.newCall('user456');
  await world.send(block.text.replace('...', COMPLETE_SDP), 201);
};

const readMailbox: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200, 'user456');
  const messages = member(body, 'data');
  assert.ok(Array.isArray(messages) && messages.length > 0);
};

/** The connection of the first snippet is set up, and the call of the second is made with it. */
const configuration: { script: string } = { script: '' };

const keepConfiguration: Runner = async (world, block) => {
  configuration.script = block.text;
  const page = await world.page();
  const values = { token: world.tokens.user123, callId: world.callId };
  await runScript(page, `${SEND_SIGNALING_MESSAGE}\n${block.text}`, values);
  await page.context().close();
};

const typicalCall: Runner = async (world, block) => {
  const page = await world.page();
  const declared = configuration.script.slice(0, configuration.script.indexOf('// Créer'));
  const call =
    "const { callId } = await initiateCall(['user456'], 'video'); console.log('made ' + callId);";
  const made = page.waitForEvent('console', (message) => message.text().startsWith('made call_'));
  const values = { token: world.tokens.user123, jwtToken: world.tokens.user123 };
  await runScript(page, [SEND_SIGNALING_MESSAGE, declared, block.text, call].join('\n'), values);
  world.callId = (await made).text().slice('made '.length);
  assert.ok((await mailboxTypes(world)).includes('offer'));
  await page.context().close();
};

const presence: Runner = async (world, block) => {
  const page = await world.page();
  const script = block.text.replace(`wss://${HOST}`, world.product.url.replace('http', 'ws'));
  const listen = `ws.addEventListener('message', ({ data }) => console.log(data));`;
  const online = page.waitForEvent('console', (message) => {
    const frame: unknown = JSON.parse(message.text());
    return member(frame, 'type') === 'PresenceStatus' && member(frame, 'status_message') !== null;
  });
  await runScript(page, `${script}\n${listen}`, { jwtToken: world.tokens.user123 });
  const frame: unknown = JSON.parse((await online).text());
  assert.equal(member(frame, 'user_id'), 'user123');
  assert.equal(member(frame, 'status'), 'online');
  assert.equal(member(frame, 'status_message'), 'Disponible pour les appels');
  await page.context().close();
};

const logs: Runner = async (world, block) => {
  const commands = block.text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !LATER_COMMANDS.includes(line));
  assert.equal(commands.length, 2);
  for (const command of commands) {
    const here = command.replace('/var/log/sge', world.product.logFolder);
    const line = await firstLine(here, (candidate) => candidate.startsWith('{'));
    assert.equal(typeof member(JSON.parse(line), 'msg'), 'string');
  }
};

/** A drawing. */
const nothingToRun: Runner = async (_world, block) => {
  assert.match(block.text, /\[PBX Server\]/);
};

/** The one block that needs more than the others. */
export const PHP_SCRIPT = "Script d'intégration PHP #1";

export const SEED_RUNNERS: Runners = {
  'Authentification #1': credentials,
  'Initier un appel #1': createCall,
  'Accepter un appel #1': acceptCall,
  'Terminer un appel #1': endCall,
  "Obtenir les informations d'un appel #1": readCall,
  'Lister les appels actifs #1': listCalls,
  'Créer une salle #1': createRoom,
  'Rejoindre une salle #1': joinRoom,
  "Obtenir les informations d'une salle #1": readRoom,
  'Lister les salles actives #1': listRooms,
  'Envoyer un message de signaling #1': sendOffer,
  'Récupérer les messages de signaling #1': readMailbox,
  "Architecture d'intégration #1": nothingToRun,
  'Configuration PBX Asterisk #1': dialplan,
  [PHP_SCRIPT]: phpScript,
  'Configuration WebRTC #1': keepConfiguration,
  "Flux d'appel typique #1": typicalCall,
  'Connexion WebSocket pour la présence #1': presence,
  'Logs et debugging #1': logs,
};
