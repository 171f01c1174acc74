import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { WsClient } from '../../packages/server/test/ws-client.ts';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { type Content, MeetingPage } from './page.ts';
import { ask, RoomClient, takeSeat } from './room-client.ts';

const RED: Content = { colour: 'rgb(200, 30, 30)', hertz: 880 };
const BLUE: Content = { colour: 'rgb(30, 30, 200)', hertz: 1320 };

describe('a room of the running server', needs('chromium'), () => {
  let browser: Browser;
  let product: Product;

  before(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    product = await startProduct({ env: { SGE_MEDIA_HOST: '127.0.0.1' } });
  });
  after(async () => {
    await browser.close();
    await product.stop();
  });

  async function newRoom(settings: Record<string, unknown> = {}): Promise<string> {
    const body = { name: 'Meeting', max_participants: 10, settings };
    const made = await ask(product, 'anna', 'POST', '/rooms', body);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return String(made.body.id);
  }

  async function enter(user: string, room: string, content: Content): Promise<RoomClient> {
    const seat = await takeSeat(product, user, room);
    const page = await MeetingPage.open(await browser.newPage());
    const ws = WsClient.open(product.url.replace('http', 'ws'), {
      token: await product.token(user),
    });
    await ws.next('Hello');
    const client = new RoomClient(page, ws, seat.participantId, seat.token);
    await client.publish(content);
    return client;
  }

  async function assertPerceives(viewer: MeetingPage, { colour, hertz }: Content): Promise<void> {
    const wanted = [...colour.matchAll(/\d+/g)].map(Number);
    const pixel = await viewer.colour();
    const near = wanted.every((value, i) => Math.abs(value - (pixel[i] ?? 0)) < 45);
    assert.ok(near, `sees ${pixel}, not ${wanted}`);
    const heard = await viewer.hertz();
    assert.ok(Math.abs(heard - hertz) < 12, `hears ${heard} Hz, not ${hertz}`);
  }

  test('two people see and hear each other', async () => {
    const room = await newRoom();
    const anna = await enter('anna', room, RED);
    const ben = await enter('ben', room, BLUE);
    await Promise.all([assertPerceives(anna.page, BLUE), assertPerceives(ben.page, RED)]);
    const tracks = await anna.last('MediaTracks', (frame) => frame.tracks.length === 4);
    assert.deepEqual(
      new Set(tracks.tracks.map((track) => track.participant_id)),
      new Set([anna.sessionId, ben.sessionId]),
    );
    const offer = await ben.last('MediaOffer', (frame) => frame.tracks.length === 2);
    assert.deepEqual(offer.tracks.map(({ source }) => source).sort(), ['camera', 'microphone']);
    await anna.last('MediaSpeakers', ({ speakers }) =>
      speakers.some((speaker) => speaker.participant_id === ben.sessionId),
    );
    await anna.last('MediaQuality', ({ participants }) =>
      participants.some(
        ({ participant_id: id, level }) => id === ben.sessionId && level === 'good',
      ),
    );
  });
});
