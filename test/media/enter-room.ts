import type { Browser } from 'playwright-core';
import { WsClient } from '../../packages/server/test/ws-client.ts';
import type { Product } from '../peers/product.ts';
import { type Content, MeetingPage } from './page.ts';
import { RoomClient, takeSeat, tokenOf } from './room-client.ts';

/** A WebSocket of the user, past its Hello. */
async function connect(product: Product, user: string): Promise<WsClient> {
  const url = product.url.replace('http', 'ws');
  const ws = WsClient.open(url, { token: await tokenOf(product, user) });
  await ws.next('Hello');
  return ws;
}

/** A page of its own in which the user takes a seat and publishes. */
export async function enterRoom(
  product: Product,
  browser: Browser,
  user: string,
  room: string,
  content: Content,
): Promise<RoomClient> {
  const seat = await takeSeat(product, user, room);
  const page = await MeetingPage.open(await browser.newPage());
  const ws = await connect(product, user);
  const client = new RoomClient(page, ws, seat.participantId, seat.token);
  await client.publish(content);
  return client;
}
