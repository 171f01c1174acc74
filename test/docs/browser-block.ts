import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { bundle } from './bundle.ts';
import { member } from './http-block.ts';
import type { Runner } from './run-blocks.ts';
import type { World } from './world.ts';

/** Runs a script in the page as the body of an asynchronous function whose arguments are `values`. */
export async function runScript(
  page: Page,
  script: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(values).join(', ');
  // Not awaited inside: a block ends when its own last await has ended.
  await page.evaluate(
    `(async ({ ${names} }) => {\n${script}\n})(${JSON.stringify(values)}).then(() => null)`,
  );
}

/** `sendSignalingMessage` as the guide describes it, for pages that run without the SDK. */
export const SEND_SIGNALING_MESSAGE = `
const sendSignalingMessage = async (callId, message_type, payload) => {
  const response = await fetch('/api/v1/voip/calls/' + callId + '/signaling', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token },
    body: JSON.stringify({ message_type, payload }),
  });
  if (response.status !== 201) throw new Error(await response.text());
};`;

/** The types of the messages that user456 finds in the mailbox, waiting for the first. */
export async function mailboxTypes(world: World): Promise<readonly unknown[]> {
  const path = '/api/v1/voip/calls/{call_id}/signaling?after=0&wait_s=20';
  const { body } = await world.send(`GET ${path}\nAuthorization: Bearer <token of user456>`, 200);
  const messages = member(body, 'data');
  assert.ok(Array.isArray(messages));
  return messages.map((message) => member(message, 'message_type'));
}

/** Connects, follows user456, and says aloud what comes. */
export const runSocketBlock: Runner = async (world, block) => {
  const page = await world.page();
  const spoken = page.waitForEvent('console', (message) => message.text().includes('user456'));
  const rang = page.waitForEvent('console', (message) => /rings|sonne/.test(message.text()));
  const script = block.text.replace('ws://localhost:8080', world.product.url.replace('http', 'ws'));
  await runScript(page, script, { token: world.tokens.user123 });
  assert.match((await spoken).text(), /offline/);
  await world.newCall('user456');
  await rang;
  await page.context().close();
};

/** Calls user456, who answers in a page of their own, and shows their picture. */
export const runSdkBlock: Runner = async (world, block) => {
  await world.hangUp();
  const origin = world.product.url;
  const answering = await world.page();
  const answer = `import { createBrowserClient } from '@sky-genesis/client/browser';
    const client = createBrowserClient({ baseUrl: '${origin}', token: () => token });
    client.on('incomingCall', (call) => call.accept());
    await client.connect();`;
  await runScript(answering, await bundle(answer), { token: world.tokens.user456 });
  const calling = await world.page();
  const script = block.text.replace('http://localhost:8080', origin);
  await runScript(calling, await bundle(script), { token: world.tokens.user123 });
  await pictureArrives(calling);
  await answering.context().close();
  await calling.context().close();
};

/** Makes the connection and sends the offer and its candidates. */
export const runWebRtcBlock: Runner = async (world, block) => {
  await world.newCall('user456');
  const page = await world.page();
  const values = { token: world.tokens.user123, callId: world.callId };
  await runScript(page, `${SEND_SIGNALING_MESSAGE}\n${block.text}`, values);
  assert.ok((await mailboxTypes(world)).includes('offer'));
  await page.context().close();
};

async function pictureArrives(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const video = document.getElementById('remote-video');
    return video instanceof HTMLVideoElement && video.videoWidth > 2;
  });
}
