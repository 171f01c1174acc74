import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, suite, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';

const serve = fileURLToPath(new URL('../../examples/web-minimal/serve.mjs', import.meta.url));

suite('the minimal web page', needs('chromium'), () => {
  let product: Product;
  let browser: Browser;

  before(async () => {
    [product, browser] = await Promise.all([
      startProduct(),
      launchChromium(['--autoplay-policy=no-user-gesture-required']),
    ]);
  });
  after(async () => {
    await browser.close();
    await product.stop();
  });

  async function people(t: TestContext, ...names: readonly string[]): Promise<readonly Page[]> {
    const url = await served(t, product.url);
    const enter = async (name: string) => connected(browser, url, await product.token(name));
    const pages = await Promise.all(names.map(enter));
    t.after(() => Promise.all(pages.map((page) => page.context().close())));
    return pages;
  }

  test('carries a video call by REST and WebSocket alone', async (t) => {
    const [caller, called] = await people(t, 'user123', 'user456');
    assert.ok(caller && called);
    await caller.fill('#callee', 'user456');
    await caller.click('#call');
    await called.click('#accept');
    await Promise.all([showsPicture(caller), showsPicture(called)]);
    await called.click('#end');
    for (const page of [caller, called]) {
      await page.getByText('the call is over: completed').waitFor();
    }
  });

  test('carries a room of three', async (t) => {
    const pages = await people(t, 'user123', 'user456', 'user789');
    const [host, ...guests] = pages;
    assert.ok(host);
    await host.click('#join');
    await host.getByText('in room_').waitFor();
    for (const guest of guests) {
      await guest.fill('#room', await host.inputValue('#room'));
      await guest.click('#join');
    }
    await Promise.all(pages.map((page) => showsOthers(page, 2)));
    await host.click('#leave');
    await Promise.all(guests.map((page) => showsOthers(page, 1)));
    await showsOthers(host, 0);
  });
});

/** Real frames of so many others. */
async function showsOthers(page: Page, count: number): Promise<void> {
  await page.waitForFunction((expected) => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>('#others video')];
    const playing = videos.filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 5);
    return videos.length === expected && playing.length === expected;
  }, count);
}

async function served(t: TestContext, target: string): Promise<string> {
  const child = spawn(process.execPath, [serve, target, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

async function connected(browser: Browser, url: string, token: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.fill('#token', token);
  await page.click('#connect');
  await page.getByText('is online').waitFor();
  return page;
}

/** Real frames: the browser’s fake camera is wider than a placeholder. */
async function showsPicture(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const video = document.getElementById('remote-video');
    if (!(video instanceof HTMLVideoElement)) return false;
    return video.videoWidth > 2 && video.getVideoPlaybackQuality().totalVideoFrames > 5;
  });
}
