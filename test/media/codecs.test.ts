import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Supervisor } from '@sky-genesis/media';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { startEngine } from './engine.ts';
import { join, receive } from './meeting.ts';
import { MeetingPage } from './page.ts';

const red = { colour: 'rgb(200, 30, 30)', hertz: 880 };

describe('codecs between two browsers', needs('chromium'), () => {
  let browser: Browser;
  let supervisor: Supervisor;

  before(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    supervisor = await startEngine();
  });
  after(async () => {
    await browser.close();
    await supervisor.stop();
  });

  async function meet(room: string, offer: (page: MeetingPage) => Promise<string>) {
    const page = async () => await MeetingPage.open(await browser.newPage());
    const [publisher, viewer] = [await page(), await page()];
    const published = await join(supervisor, room, `${room}-a`, publisher, await offer(publisher));
    await join(supervisor, room, `${room}-b`, viewer, await viewer.listen());
    await receive(supervisor, room, `${room}-b`, viewer, published);
    return { publisher, viewer, published };
  }

  for (const codec of ['video/h264', 'video/av1', 'video/vp9'])
    test(`${codec} is seen as it was sent`, async () => {
      const { viewer } = await meet(codec, (page) => page.publishAs(red, codec));
      await viewer.until('inbound-rtp', 'video', 'framesDecoded', 20);
      assert.equal((await viewer.codec('video')).toLowerCase(), codec);
      await viewer.perceives(red);
    });

  test('of a VP9 stream in layers, a small tile gets the small ones, and a large one all', async () => {
    const room = 'svc';
    const { viewer, published } = await meet(room, (page) =>
      page.publishAs(red, 'video/vp9', 'audio/opus', 'L3T3_KEY'),
    );
    await viewer.until('inbound-rtp', 'video', 'frameWidth', 640);
    const producer = published.find(({ kind }) => kind === 'video')?.producerId ?? '';
    const want = (maxWidth: number) =>
      supervisor.request(room, {
        kind: 'want',
        participant: `${room}-b`,
        producer,
        maxWidth,
        paused: false,
        pinned: false,
      });
    await want(320);
    await viewer.untilAtMost('inbound-rtp', 'video', 'frameWidth', 320);
    const decoded = await viewer.stat('inbound-rtp', 'video', 'framesDecoded');
    await viewer.until('inbound-rtp', 'video', 'framesDecoded', decoded + 20);
    await viewer.perceives(red);
    await want(640);
    await viewer.until('inbound-rtp', 'video', 'frameWidth', 640);
    await viewer.perceives(red);
  });

  test('sound with redundancy passes through', async () => {
    const { viewer } = await meet('red', (page) => page.publishAs(red, 'video/vp8', 'audio/red'));
    await viewer.until('inbound-rtp', 'audio', 'packetsReceived', 50);
    // Opus takes some 80 octets a packet here, and so does what is repeated of the one before.
    const [octets, packets] = [
      await viewer.stat('inbound-rtp', 'audio', 'bytesReceived'),
      await viewer.stat('inbound-rtp', 'audio', 'packetsReceived'),
    ];
    assert.ok(octets / packets > 120, `${octets / packets} octets a packet`);
    await viewer.perceives(red);
  });
});
