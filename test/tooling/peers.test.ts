import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test from 'node:test';
import pg from 'pg';
import { launchChromium } from '../peers/chromium.ts';
import { launchFirefox } from '../peers/firefox.ts';
import { needs } from '../peers/needs.ts';
import { startPostgres } from '../peers/postgres.ts';

interface EvaluatingPage {
  evaluate(call: () => Promise<string>): Promise<string>;
}

test(
  'postgres starts on a port of its own, answers, and leaves nothing running',
  needs('postgresql'),
  async () => {
    const postgres = await startPostgres();
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query('select 6 * 7 as answer');
    await client.end();
    await postgres.stop();
    assert.deepEqual(rows, [{ answer: 42 }]);
    await assert.rejects(
      new pg.Client({ connectionString: postgres.url }).connect(),
      /ECONNREFUSED/,
    );
  },
);

test(
  'chromium plays fake media over a peer connection on this machine',
  needs('chromium'),
  async () => {
    await using server = await emptyPage();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(server.url);
      assert.match(await videoOverPeerConnection(page), /^\d+x\d+$/);
    } finally {
      await browser.close();
    }
  },
);

test(
  'firefox plays fake media over a peer connection on this machine',
  needs('firefox'),
  async () => {
    await using server = await emptyPage();
    const browser = await launchFirefox();
    try {
      const page = await browser.newPage();
      await page.goto(server.url);
      assert.match(await videoOverPeerConnection(page), /^\d+x\d+$/);
    } finally {
      await browser.close();
    }
  },
);

/** Sends the fake camera from one connection to another in the page; answers the size of a received frame. */
function videoOverPeerConnection(page: EvaluatingPage): Promise<string> {
  return page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
    from.onicecandidate = ({ candidate }) => to.addIceCandidate(candidate ?? undefined);
    to.onicecandidate = ({ candidate }) => from.addIceCandidate(candidate ?? undefined);
    const received = new MediaStream();
    to.ontrack = ({ track }) => received.addTrack(track);
    for (const track of stream.getTracks()) from.addTrack(track, stream);
    await from.setLocalDescription();
    if (from.localDescription) await to.setRemoteDescription(from.localDescription);
    await to.setLocalDescription();
    if (to.localDescription) await from.setRemoteDescription(to.localDescription);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = received;
    const frame = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    await video.play();
    await frame;
    return `${video.videoWidth}x${video.videoHeight}`;
  });
}

async function emptyPage() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>empty</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
