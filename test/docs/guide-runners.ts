import assert from 'node:assert/strict';
import { runSdkBlock, runSocketBlock, runWebRtcBlock } from './browser-block.ts';
import { assertSameNames, fill, member, text } from './http-block.ts';
import type { Runner } from './run-blocks.ts';
import { runShell } from './shell-block.ts';

/** A request that must answer `status`. */
export function request(status: number): Runner {
  return async (world, block) => {
    await world.send(block.text, status);
  };
}

/** What the guide prints as the answer has the names of the answer that came. */
const printedAnswer: Runner = async (world, block) => {
  assertSameNames(JSON.parse(block.text), world.lastAnswer.body, block.heading);
};

const commandLine: Runner = async (world, block) => {
  const output = await runShell(world.product, `${block.text}\nprintf '%s\\n' "$TOKEN" "$KEY"`);
  const [token = '', key = ''] = output.trim().split('\n');
  const listCalls = 'GET /api/v1/voip/calls\nAuthorization: Bearer <fresh>';
  await world.send(fill(listCalls, { '<fresh>': token }), 200);
  const newUser = 'POST /api/v1/users\nX-API-Key: <key>\nContent-Type: application/json\n\n';
  await world.send(`${fill(newUser, { '<key>': key })}{"id":"zoe"}`, 201);
};

const tokenForUser: Runner = async (world, block) => {
  const key = await world.product.sge('key', 'create', '--name', 'b', '--scope', 'tokens:issue');
  await world.send(fill(block.text, { '<key>': key }), 201);
  assert.equal(text(world.lastAnswer.body, 'user_id'), 'user456');
};

const apiKey: Runner = async (world, block) => {
  const key = await world.product.sge('key', 'create', '--name', 'r', '--scope', 'calls:read');
  await world.send(fill(block.text, { '<key with calls:read>': key }), 200);
};

const startCall: Runner = async (world, block) => {
  world.callId = text((await world.send(block.text, 201)).body, 'id');
};

const answer: Runner = async (world, block) => {
  await world.newCall('user456');
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'status'), 'connected');
};

const decline: Runner = async (world, block) => {
  await world.newCall('user456');
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'end_reason'), 'declined');
};

const putThrough: Runner = async (world, block) => {
  const key = await world.product.sge('key', 'create', '--name', 'e', '--scope', 'voip:admin');
  const extension =
    'POST /api/v1/voip/extensions\nX-API-Key: <key>\nContent-Type: application/json\n\n';
  const body = '{"number":"1002","user_id":"user789"}';
  await world.send(`${fill(extension, { '<key>': key })}${body}`, 201);
  await world.connectedCall();
  const { body: call } = await world.send(block.text, 200);
  assert.deepEqual(member(call, 'participants'), ['user456', 'user789']);
};

const hold: Runner = async (world, block) => {
  await world.connectedCall();
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'status'), 'on_hold');
};

const addPhone: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 201);
  world.deviceId = text(body, 'id');
  const server = member(body, 'server');
  assert.match(text(server, 'host'), /^127\.0\.0\.1$/);
  assert.match(text(server, 'websocket_url'), /^ws:\/\/localhost:[0-9]+\/ws\/sip$/);
};

const changePhone: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'srtp'), 'off');
};

const makeRoom: Runner = async (world, block) => {
  world.roomId = text((await world.send(block.text, 201)).body, 'id');
};

/** A seat, 200, or a place before the door, 202. */
function join(status: 200 | 202): Runner {
  return async (world, block) => {
    const { body } = await world.send(block.text, status);
    world.participantId = text(member(body, 'participant'), 'id');
  };
}

const sendOffer: Runner = async (world, block) => {
  await world.newCall('user456');
  await world.send(block.text, 201);
};

const receive: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  const messages = member(body, 'data');
  assert.ok(Array.isArray(messages) && messages.length === 1, JSON.stringify(body));
  assert.equal(member(messages[0], 'message_type'), 'offer');
};

const logs: Runner = async (world, block) => {
  const script = block.text.replaceAll('/var/log/sge', world.product.logFolder);
  const output = await runShell(world.product, script);
  assert.match(output, /"area":"voip"/);
  assert.match(output, /"area":"ws"/);
};

/** The guide's blocks in order; both languages have the same ones under their own headings. */
export const GUIDE_RUNNERS: readonly Runner[] = [
  commandLine,
  tokenForUser,
  printedAnswer,
  request(200),
  apiKey,
  startCall,
  printedAnswer,
  answer,
  decline,
  putThrough,
  hold,
  request(200),
  request(200),
  request(200),
  request(200),
  request(200),
  request(200),
  makeRoom,
  printedAnswer,
  join(200),
  printedAnswer,
  request(200),
  request(200),
  join(202),
  request(200),
  request(200),
  request(200),
  request(201),
  request(200),
  request(200),
  request(200),
  request(201),
  printedAnswer,
  request(200),
  request(200),
  request(200),
  request(200),
  request(204),
  addPhone,
  changePhone,
  sendOffer,
  receive,
  request(200),
  runSocketBlock,
  runSdkBlock,
  runWebRtcBlock,
  request(422),
  printedAnswer,
  logs,
];
