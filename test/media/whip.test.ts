import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import type { Supervisor } from '@sky-genesis/media';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { outsideAddress } from '../peers/outside-address.ts';
import { WHEP_PEERS, WhepPlayer } from '../peers/whep.ts';
import { startWhipClient, WHIP_PEERS, type WhipOptions } from '../peers/whip.ts';
import { startEngine } from './engine.ts';
import { join, receive } from './meeting.ts';
import { MeetingPage } from './page.ts';
import { WhipEndpoint } from './whip-endpoint.ts';

const token = 'a-token-of-the-tests';
const limitMs = 20_000;

describe(
  'a room that GStreamer publishes into',
  needs('chromium', ...WHIP_PEERS, ...WHEP_PEERS),
  () => {
    let supervisor: Supervisor;
    const news = new EventEmitter();

    before(async () => {
      supervisor = await startEngine(
        { state: (participant, state, reason) => news.emit(`${participant} ${state}`, reason) },
        { bindAddress: outsideAddress() },
      );
    });
    after(() => supervisor.stop());

    /** An endpoint before a room in which simple-whip-client publishes. */
    async function publish(room: string, content: Pick<WhipOptions, 'colour' | 'hertz' | 'codec'>) {
      const endpoint = await WhipEndpoint.open(supervisor, room);
      const connected = once(news, `${room}-1 connected`, { signal: AbortSignal.timeout(limitMs) });
      const client = startWhipClient({ url: `${endpoint.url}/whip`, token, ...content });
      await connected.catch((error: unknown) => assert.fail(`${error}\n${client.log()}`));
      return { endpoint, client };
    }

    test('simple-whip-client is seen and heard by a WHEP player, and both leave as they should', async () => {
      const { endpoint, client } = await publish('vp8', { colour: 'red', hertz: 880 });
      const player = new WhepPlayer({ url: `${endpoint.url}/whep`, token });
      try {
        await Promise.all([player.sees([255, 0, 0]), player.hears(880)]);
        const offer = await endpoint.request('POST');
        assert.equal(offer.contentType, 'application/sdp');
        assert.equal(offer.authorization, `Bearer ${token}`);
        assert.match(offer.body, /^m=audio 0 [\s\S]*a=bundle-only/m);
        const candidates = await endpoint.request('PATCH');
        assert.equal(candidates.contentType, 'application/trickle-ice-sdpfrag');
        const playerLeft = once(news, 'vp8-2 closed');
        await player.stop();
        assert.deepEqual(await playerLeft, ['left']);
        const publisherLeft = once(news, 'vp8-1 closed');
        await client.stop();
        assert.deepEqual(await publisherLeft, ['left']);
      } finally {
        await player.stop();
        await client.stop();
        endpoint.close();
      }
    });

    test('a page sees and hears what simple-whip-client publishes in H.264', async () => {
      const browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
      const { endpoint, client } = await publish('h264', {
        ...{ colour: 'blue', hertz: 1200, codec: 'H264' },
      } as const);
      try {
        const viewer = await MeetingPage.open(await browser.newPage());
        await join(supervisor, 'h264', 'viewer', viewer, await viewer.listen());
        await receive(supervisor, 'h264', 'viewer', viewer, published(endpoint));
        const hertz = await viewer.hertz();
        assert.ok(Math.abs(hertz - 1200) < 12, `${hertz} Hz`);
        await viewer.until('inbound-rtp', 'video', 'framesDecoded', 10);
        const [r = 255, g = 255, b = 0] = await viewer.colour();
        assert.ok(r < 60 && g < 60 && b > 200, `rgb(${r}, ${g}, ${b})`);
      } finally {
        await browser.close();
        await client.stop();
        endpoint.close();
      }
    });

    test('a player that comes before there is anything to see gets an answer all the same', async () => {
      const endpoint = await WhipEndpoint.open(supervisor, 'empty');
      const player = new WhepPlayer({ url: `${endpoint.url}/whep`, token });
      try {
        await endpoint.request('POST');
      } finally {
        await player.stop();
        endpoint.close();
      }
    });
  },
);

function published(endpoint: WhipEndpoint) {
  return endpoint.published.map((producerId) => ({ producerId, mid: '', kind: 'video' as const }));
}
