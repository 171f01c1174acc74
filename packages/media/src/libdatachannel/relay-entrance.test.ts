import assert from 'node:assert/strict';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { hasZeroTieBreaker, isAuthentic, readIceCheck } from '../ice/ice-check.ts';
import { RelayEntrance } from './relay-entrance.ts';
import { SAMPLE_PASSWORD, SAMPLE_REQUEST, zeroTieBreaker } from '../ice/testing/sample-check.ts';

const bindAddress = '127.0.0.1';

async function bound(t: TestContext): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, bindAddress);
  await once(socket, 'listening');
  t.after(() => socket.close());
  return socket;
}

async function next(socket: Socket): Promise<readonly [message: Buffer, from: RemoteInfo]> {
  const [message, from]: [Buffer, RemoteInfo] = await new Promise((resolve) => {
    socket.once('message', (...told) => resolve(told));
  });
  return [message, from];
}

async function open(t: TestContext) {
  const [browser, mux] = [await bound(t), await bound(t)];
  const known = new Map([['evtj', SAMPLE_PASSWORD]]);
  const entrance = await RelayEntrance.open({
    bindAddress,
    ports: { min: 9300, max: 9399 },
    muxPort: mux.address().port,
    passwordOf: (ufrag) => known.get(ufrag),
  });
  assert.ok(entrance);
  t.after(() => entrance.close());
  const { port } = entrance;
  return { browser, mux, say: (message: Buffer) => browser.send(message, port, bindAddress) };
}

describe('the entrance for relayed browsers', () => {
  it('lets in an authentic check without a tie-breaker, mended, and all that follows it', async (t) => {
    const { browser, mux, say } = await open(t);
    const arrived = next(mux);
    // None of these begins a path: data, a check that needs no help, one that nobody signed.
    say(Buffer.from('data before any check'));
    say(SAMPLE_REQUEST);
    const forged = zeroTieBreaker();
    forged.writeUInt8(forged.readUInt8(90) ^ 1, 90);
    say(forged);
    say(zeroTieBreaker());
    const [mended, path] = await arrived;
    const check = readIceCheck(mended);
    assert.ok(check !== undefined && !hasZeroTieBreaker(mended, check));
    assert.equal(isAuthentic(mended, check, SAMPLE_PASSWORD), true);

    const follows = next(mux);
    say(Buffer.from('data'));
    const [data, from] = await follows;
    assert.equal(data.toString(), 'data');
    assert.equal(from.port, path.port);

    const back = next(browser);
    mux.send(Buffer.from('answer'), path.port, bindAddress);
    assert.equal((await back)[0].toString(), 'answer');
  });

  it('tells the browser its own address in the answer to a check', async (t) => {
    const { browser, mux, say } = await open(t);
    const arrived = next(mux);
    say(zeroTieBreaker());
    const [, path] = await arrived;
    const back = next(browser);
    const success = Buffer.from(SAMPLE_REQUEST.subarray(0, 20));
    success.writeUInt16BE(0x0101, 0);
    success.writeUInt16BE(0, 2);
    mux.send(success, path.port, bindAddress);
    const [answer] = await back;
    assert.equal(answer.readUInt16BE(26) ^ 0x2112, browser.address().port);
  });
});
