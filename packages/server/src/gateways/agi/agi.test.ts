import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type LogLine, recordingLogger } from '../../../test/recording-logger.ts';
import type { CreateCallInput } from '../../domain/calls/index.ts';
import { AppError, type Grant, type Scope } from '../../kernel/index.ts';
import { type AgiServer, createAgiServer } from './index.ts';

const KEY = 'sgek_0000000000000000000000000a_secret';
const ENVIRONMENT = [
  'agi_network: yes',
  'agi_request: agi://127.0.0.1/sge',
  'agi_callerid: 0612345678',
  'agi_calleridname: unknown',
  'agi_extension: 1001',
  'agi_arg_1: 20260131093000-1001',
  'agi_arg_2: 1001',
  '',
  '',
].join('\n');

interface Asked {
  readonly scope: Scope;
  readonly input: CreateCallInput;
}

describe('FastAGI', () => {
  const clock = new ManualClock();
  const lines: LogLine[] = [];
  let asked: Asked[] = [];
  let ended: string[] = [];
  let known = true;
  let server: AgiServer;
  let port = 0;

  before(async () => {
    server = createAgiServer(
      {
        clock,
        logger: recordingLogger(lines),
        authenticator: {
          authenticate: (presented) => {
            const shown = presented.kind === 'api_key' ? presented.key.reveal() : '';
            if (shown !== KEY) return Promise.reject(new AppError('unauthenticated'));
            const principal = {
              kind: 'key',
              id: 'key_1',
              grants: new Set<Grant>(['calls:write']),
            } as const;
            return Promise.resolve({ org: 'default', principal, expiresAtMs: null });
          },
        },
        calls: {
          create: (scope, input) => {
            asked.push({ scope, input });
            if (input.participants.includes('1002')) return Promise.resolve({ id: 'call_1' });
            return Promise.reject(new AppError('participant_unknown'));
          },
          end: (_scope, id) => {
            ended.push(id);
            return Promise.resolve();
          },
        },
        rooms: {
          requireOpen: (_scope, roomId) =>
            roomId === 'room_1'
              ? Promise.resolve()
              : Promise.reject(new AppError('room_not_found')),
        },
        sources: {
          known: () => known,
          belongsTo: (_address, org) => org === 'default',
        },
      },
      { connections: 2, sessionMs: 10_000 },
    );
    port = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => server.close());
  beforeEach(() => {
    asked = [];
    ended = [];
    known = true;
  });

  /** Sends everything a PBX says, in one go, and gives what the server said. */
  const exchange = async (...said: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(said.join(''));
    return text(socket).catch(() => '');
  };
  const answers = (...results: readonly string[]) =>
    results.map((result) => `200 result=${result}\n`).join('');

  it('makes a call for the extension, in the name of the key, and says what went wrong', async () => {
    const heard = await exchange(ENVIRONMENT, answers(`1 (${KEY})`, '0', '1'));
    assert.deepEqual(heard.trim().split('\n'), [
      'GET VARIABLE SGE_TOKEN',
      'GET VARIABLE SGE_ROOM',
      'SET VARIABLE SGE_ERROR "participant_unknown"',
    ]);
    const [call] = asked;
    assert.equal(call?.scope.principal.id, 'key_1');
    assert.deepEqual(call?.input, {
      participants: ['1001'],
      insideOnly: true,
      callType: 'audio',
      metadata: { pbx_call_id: '20260131093000-1001', caller_number: '0612345678' },
    });
  });

  it('gives the room that the PBX names, where it is open', async () => {
    const heard = await exchange(ENVIRONMENT, answers(`1 (${KEY})`, '1 (room_1)', '1'));
    assert.match(heard, /SET VARIABLE SGE_CALL_ID "room_1"/);
    const refused = await exchange(ENVIRONMENT, answers(`1 (${KEY})`, '1 (room_2)', '1'));
    assert.match(refused, /SET VARIABLE SGE_ERROR "room_not_found"/);
    assert.deepEqual(asked, []);
  });

  it('refuses a wrong key, and writes none to a log', async () => {
    const heard = await exchange(ENVIRONMENT, answers('1 (sgek_wrong)', '0', '1'));
    assert.match(heard, /SET VARIABLE SGE_ERROR "unauthenticated"/);
    assert.deepEqual(asked, []);
    assert.ok(!JSON.stringify(lines).includes('sgek_'));
  });

  it('goes on when the caller has hung up meanwhile', async () => {
    const heard = await exchange(
      ENVIRONMENT,
      'HANGUP\n',
      answers(`1 (${KEY})`, '0'),
      'HANGUP\n',
      answers('1'),
    );
    assert.match(heard, /SET VARIABLE SGE_ERROR/);
  });

  it('ends the call that it has made for a caller who has gone', async () => {
    const environment = ENVIRONMENT.replace('agi_arg_2: 1001', 'agi_arg_2: 1002');
    await exchange(environment, answers(`1 (${KEY})`, '0', '1'));
    assert.deepEqual(ended, []);
    await exchange(environment, answers(`1 (${KEY})`, '0'), '511 Command Not Permitted\n');
    assert.deepEqual(ended, ['call_1']);
    await exchange(environment, 'HANGUP\n', answers(`1 (${KEY})`, '0', '1'));
    assert.deepEqual(ended, ['call_1', 'call_1']);
  });

  it('lets go of a PBX that does not close', async () => {
    const idle = async (): Promise<Socket> => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined);
      socket.write(ENVIRONMENT + answers(`1 (${KEY})`, '0', '1'));
      assert.match(await text(socket), /SGE_ERROR/);
      return socket;
    };
    const open = [await idle(), await idle(), await idle()];
    for (const socket of open) socket.destroy();
  });

  it('reads not a byte of who is no trunk', async () => {
    known = false;
    assert.equal(await exchange(ENVIRONMENT), '');
  });

  it('lets go of who does not speak AGI', async () => {
    assert.equal(await exchange('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), '');
    assert.equal(await exchange(`agi_network: ${'x'.repeat(5000)}\n\n`), '');
    assert.equal(await exchange('agi_x: y\n'.repeat(150), '\n'), '');
    assert.equal(await exchange('\0'.repeat(100_000)), '');
    const refused = await exchange(ENVIRONMENT, '520-Invalid command syntax.\n520 End\n');
    assert.equal(refused, 'GET VARIABLE SGE_TOKEN\n');
    assert.deepEqual(asked, []);
  });

  it('holds no more connections than it may, and none for ever', async () => {
    const open = async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(ENVIRONMENT);
      await once(socket, 'data');
      return socket;
    };
    const [one, two] = [await open(), await open()];
    assert.equal(await exchange(ENVIRONMENT), '');
    const gone = Promise.all([once(one, 'close'), once(two, 'close')]);
    clock.advance(10_000);
    await gone;
    assert.match(await exchange(ENVIRONMENT, answers(`1 (${KEY})`, '0', '1')), /SGE_ERROR/);
  });
});
