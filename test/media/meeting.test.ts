import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import type { Supervisor } from '@sky-genesis/media';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { startEngine } from './engine.ts';
import { LossyPath } from './lossy-path.ts';
import { join, over, receive, withoutCandidates } from './meeting.ts';
import { MeetingPage } from './page.ts';

const red = { colour: 'rgb(200, 30, 30)', hertz: 880 };

describe('a room on the media engine', needs('chromium'), () => {
  let browser: Browser;
  let supervisor: Supervisor;
  const news = new EventEmitter();

  before(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    supervisor = await startEngine({
      state: (participant, state, reason) => news.emit(`${participant} ${state}`, reason),
      speakers: (room, speakers) => news.emit(`speakers ${room}`, speakers),
      roomsLost: (rooms) => news.emit('lost', rooms),
    });
  });
  after(async () => {
    await browser.close();
    await supervisor.stop();
  });

  async function page(): Promise<MeetingPage> {
    return await MeetingPage.open(await browser.newPage());
  }

  async function meet(room: string): Promise<{ publisher: MeetingPage; viewer: MeetingPage }> {
    const [publisher, viewer] = [await page(), await page()];
    const offer = await publisher.publish(red);
    const published = await join(supervisor, room, `${room}-a`, publisher, offer);
    await join(supervisor, room, `${room}-b`, viewer, await viewer.listen());
    await receive(supervisor, room, `${room}-b`, viewer, published);
    return { publisher, viewer };
  }

  test('one page sees the colour and hears the tone of another', async () => {
    const heard = once(news, 'speakers content');
    const { publisher, viewer } = await meet('content');
    await viewer.perceives(red);
    await viewer.until('inbound-rtp', 'video', 'framesDecoded', 20);
    assert.equal(await viewer.stat('inbound-rtp', 'video', 'packetsLost'), 0);
    assert.equal(await viewer.stat('inbound-rtp', 'video', 'freezeCount'), 0);
    // Transport-wide feedback keeps the publisher's estimate up; receiver reports tell it the rest.
    assert.ok((await publisher.stat('candidate-pair', '', 'availableOutgoingBitrate')) > 100_000);
    await publisher.until('remote-inbound-rtp', '', 'roundTripTimeMeasurements', 1);
    await viewer.until('remote-outbound-rtp', '', 'reportsSent', 1);
    const [speakers]: unknown[] = await heard;
    assert.ok(Array.isArray(speakers));
    assert.equal(speakers[0]?.participant, 'content-a');
  });

  test('a path that loses packets is repaired by retransmissions in both directions', async (t) => {
    const paths = [new LossyPath(), new LossyPath()] as const;
    t.after(() => {
      for (const path of paths) path.close();
    });
    const [publisher, viewer] = [await page(), await page()];
    const offer = await publisher.publish(red);
    const published = await join(supervisor, 'loss', 'loss-0', publisher, offer, over(paths[0]));
    await join(supervisor, 'loss', 'loss-1', viewer, await viewer.listen(), over(paths[1]));
    await receive(supervisor, 'loss', 'loss-1', viewer, published, withoutCandidates);
    await viewer.until('inbound-rtp', 'video', 'framesDecoded', 10);
    for (const path of paths) path.lossPeriod = 20;
    await viewer.until('inbound-rtp', 'video', 'retransmittedPacketsReceived', 3);
    await publisher.until('outbound-rtp', 'video', 'retransmittedPacketsSent', 3);
    const decoded = await viewer.stat('inbound-rtp', 'video', 'framesDecoded');
    await viewer.until('inbound-rtp', 'video', 'framesDecoded', decoded + 50);
    // In all of it together, so no freeze lasts a second.
    const frozen = await viewer.stat('inbound-rtp', 'video', 'totalFreezesDuration');
    assert.ok(frozen < 1, `${frozen} s of frozen picture`);
    await viewer.perceives(red);
    assert.ok(paths.every(({ lost }) => lost > 0));
  });

  test('a browser that vanishes is gone within ten seconds', async (t) => {
    const path = new LossyPath();
    t.after(() => path.close());
    const publisher = await page();
    const offer = await publisher.publish(red);
    await join(supervisor, 'vanish', 'vanish-a', publisher, offer, over(path));
    await publisher.until('outbound-rtp', 'video', 'packetsSent', 10);
    const gone = once(news, 'vanish-a closed', { signal: AbortSignal.timeout(10_000) });
    path.lossPeriod = 1;
    const [reason]: unknown[] = await gone;
    assert.equal(reason, 'lost');
  });

  test('a worker that is killed is replaced, and its room can be joined again', async () => {
    await meet('killed');
    const [pid] = supervisor.pids;
    assert.ok(pid);
    const lost = once(news, 'lost');
    process.kill(pid, 'SIGKILL');
    const [rooms]: unknown[] = await lost;
    assert.ok(Array.isArray(rooms) && rooms.includes('killed'));
    assert.notEqual(supervisor.pids[0], pid);
    const { viewer } = await meet('killed');
    await viewer.perceives(red);
  });

  test('a draining node takes no new participant', async () => {
    supervisor.drain();
    await assert.rejects(meet('late'), { code: 'media_full' });
  });
});
