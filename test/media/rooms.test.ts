import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { enterRoom } from './enter-room.ts';
import type { Content } from './page.ts';
import { ask } from './room-client.ts';

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

  const enter = (user: string, room: string, content: Content) =>
    enterRoom(product, browser, user, room, content);

  test('two people see and hear each other', async () => {
    const room = await newRoom();
    const anna = await enter('anna', room, RED);
    const ben = await enter('ben', room, BLUE);
    await Promise.all([anna.perceives(BLUE), ben.perceives(RED)]);
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
