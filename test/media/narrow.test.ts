import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Supervisor } from '@sky-genesis/media';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { startEngine } from './engine.ts';
import { LossyPath } from './lossy-path.ts';
import { join, over, receive, withoutCandidates } from './meeting.ts';
import { MeetingPage } from './page.ts';

const FULL_BPS = 900_000;

describe('a viewer on a narrow path', needs('chromium'), () => {
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

  test('gets a smaller layer and unbroken sound, and the full picture again on a wide one', async (t) => {
    const path = new LossyPath();
    t.after(() => path.close());
    const page = async () => await MeetingPage.open(await browser.newPage());
    const [publisher, viewer] = [await page(), await page()];
    const offer = await publisher.publishLayers(
      { colour: 'rgb(200, 30, 30)', hertz: 880 },
      FULL_BPS,
    );
    const published = await join(supervisor, 'narrow', 'anna', publisher, offer);
    await join(supervisor, 'narrow', 'ben', viewer, await viewer.listen(), over(path));
    await receive(supervisor, 'narrow', 'ben', viewer, published, withoutCandidates);
    await viewer.until('inbound-rtp', 'video', 'frameWidth', 640);
    const decodes = async (more: number) => {
      const before = await viewer.stat('inbound-rtp', 'video', 'framesDecoded');
      await viewer.until('inbound-rtp', 'video', 'framesDecoded', before + more);
    };
    await decodes(40);
    path.narrow(400_000);
    await viewer.untilAtMost('inbound-rtp', 'video', 'frameWidth', 320);
    await decodes(60);
    assert.equal(await viewer.stat('inbound-rtp', 'video', 'frameWidth'), 320);
    const [lost, received] = [
      await viewer.stat('inbound-rtp', 'audio', 'packetsLost'),
      await viewer.stat('inbound-rtp', 'audio', 'packetsReceived'),
    ];
    assert.ok(lost <= received / 50, `${lost} of ${received} packets of sound were lost`);
    path.narrow(10_000_000);
    await viewer.until('inbound-rtp', 'video', 'frameWidth', 640);
    await decodes(20);
    assert.equal(await viewer.stat('inbound-rtp', 'video', 'frameWidth'), 640);
  });
});
