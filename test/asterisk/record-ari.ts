/**
 * Records what a real Asterisk answers over ARI, byte for byte, for the tests of those who have none:
 *   ASTERISK_BIN=… node test/asterisk/record-ari.ts <commit of that Asterisk> <day it was built>
 */
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Asterisk } from '../peers/asterisk.ts';
import { startBusyPbx } from './busy-pbx.ts';

const FIXTURE = new URL('../../packages/server/test/fixtures/ari.json', import.meta.url);
const PATHS = [
  '/ari/asterisk/info?only=system,status',
  '/ari/channels',
  '/ari/bridges',
  '/ari/endpoints',
];
const [commit, built] = process.argv.slice(2);
if (commit === undefined || built === undefined) throw new Error('name the commit and the day');

async function answerTo(asterisk: Asterisk, path: string, password: string): Promise<string> {
  const credentials = Buffer.from(`sge:${password}`).toString('base64');
  const socket = connect(Number(new URL(asterisk.ariUrl).port), '127.0.0.1');
  const lines = ['Host: 127.0.0.1', `Authorization: Basic ${credentials}`, 'Connection: close'];
  socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  return text(socket);
}

const ends: (() => Promise<void>)[] = [];
try {
  const asterisk = await startBusyPbx((end) => void ends.unshift(end));
  const { ariPassword: password } = asterisk;
  const answers: Record<string, string> = {};
  for (const path of PATHS) answers[path] = await answerTo(asterisk, path, password);
  const version = /^Asterisk (\S+)/.exec(await asterisk.console('core show version'))?.[1];
  const recording = {
    how: 'Never edited by hand. Recorded by: ASTERISK_BIN=… node test/asterisk/record-ari.ts <commit of that Asterisk> <day it was built>',
    asterisk: { version, commit, built },
    recorded_at: new Date().toISOString(),
    password,
    answers,
    answer_to_wrong_password: await answerTo(asterisk, '/ari/channels', `not ${password}`),
  };
  await writeFile(fileURLToPath(FIXTURE), `${JSON.stringify(recording, null, 2)}\n`);
} finally {
  for (const end of ends) await end();
}
