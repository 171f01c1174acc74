import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { suite, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { startProduct } from '../peers/product.ts';

const serve = fileURLToPath(new URL('../../examples/web-minimal/serve.mjs', import.meta.url));

suite('the minimal web page', needs('chromium'), () => {
  test('carries a video call by REST and WebSocket alone', async (t) => {
    const product = await startProduct();
    t.after(() => product.stop());
    const url = await served(t, product.url);
    const browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    t.after(() => browser.close());
    const [caller, called] = await Promise.all([
      connected(browser, url, await product.token('user123')),
      connected(browser, url, await product.token('user456')),
    ]);
    await caller.fill('#callee', 'user456');
    await caller.click('#call');
    await called.click('#accept');
    await Promise.all([showsPicture(caller), showsPicture(called)]);
    await called.click('#end');
    for (const page of [caller, called]) {
      await page.getByText('the call is over: completed').waitFor();
    }
  });
});

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
