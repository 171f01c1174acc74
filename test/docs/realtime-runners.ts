import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { runScript } from './browser-block.ts';
import { request } from './guide-runners.ts';
import { member } from './http-block.ts';
import type { Runner } from './run-blocks.ts';

/** The class of the first block, for the second that uses it. */
let clientClass = '';

const keepClass: Runner = async (_world, block) => {
  assert.match(block.text, /^class RealtimeClient /);
  clientClass = block.text;
};

/** Lets the test cut the page's connections as a network would: the page hears only that they closed. */
const CUTTABLE = `
const Plain = WebSocket;
window.sockets = [];
window.WebSocket = class extends Plain {
  constructor(...args) { super(...args); window.sockets.push(this); }
};`;

/** It shows presence, sees a call ring, and one that began while the connection was gone. */
const useClient: Runner = async (world, block) => {
  const page = await world.page();
  const url = world.product.url.replace('http', 'ws');
  const script = block.text.replace('ws://localhost:8080', url);
  const offline = says(page, /^user456: offline/);
  await page.evaluate(CUTTABLE);
  await runScript(page, `${clientClass}\n${script}`, { token: world.tokens.user123 });
  await offline;

  const firstRing = says(page, /^ringing: call_/);
  await world.newCall('user456');
  assert.equal(await firstRing, `ringing: ${world.callId}`);

  const missedRing = says(page, /^ringing: call_/);
  await cutAndCall(page, () => world.newCall('user456'));
  assert.equal(await missedRing, `ringing: ${world.callId}`);
  await page.context().close();
};

/** Holds the page's connection down until `work` is done. */
async function cutAndCall(page: Page, work: () => Promise<void>): Promise<void> {
  await page.context().setOffline(true);
  await page.evaluate(() => {
    const { sockets } = Object(window);
    for (const socket of sockets) socket.close();
  });
  await work();
  await page.context().setOffline(false);
}

async function says(page: Page, pattern: RegExp): Promise<string> {
  const message = await page.waitForEvent('console', (entry) => pattern.test(entry.text()));
  return message.text();
}

const presenceIsAway: Runner = async (world, block) => {
  const { body } = await world.send(block.text, 200);
  assert.equal(member(body, 'status'), 'away');
};

export const REALTIME_RUNNERS: readonly Runner[] = [
  keepClass,
  useClient,
  presenceIsAway,
  presenceIsAway,
  request(200),
];
