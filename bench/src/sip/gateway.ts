import { setTimeout as pause } from 'node:timers/promises';
import { startProduct } from '../../../test/peers/product.ts';
import { type Answer, type PhoneHouse, phoneHouseOf } from '../../../test/telephony/phone-house.ts';
import type { Contestant } from './contestants.ts';
import { childrenOf } from './processes.ts';
import { registration } from './scenarios.ts';
import { callAll, dataOf } from './sipp.ts';

/** So many that none is still in a call when it is called again. */
const PHONES = 300;
const SIGN_INS_PER_SECOND = 50;
const AT_ONCE = 20;
const RETRY_MS = 1000;

/** The product between a trunk and phones. */
export interface Gateway extends Contestant {
  /** Of its phones. */
  readonly numbers: readonly string[];
}

/**
 * The product as its users start it, with its defaults: calls are durable, told as events, and logged. Everything at
 * 127.0.0.1 is a trunk, and its phones are all at this port of it.
 */
export async function startGateway(callee: number): Promise<Gateway> {
  const product = await startProduct();
  try {
    const house = await phoneHouseOf(product);
    await made(house, '/trunks', {
      name: 'bench',
      auth: 'ip',
      uri: `sip:127.0.0.1:${callee}`,
      source_ips: ['127.0.0.1'],
      codecs: ['pcmu'],
      max_channels: 10_000,
    });
    const key = await product.sge('key', 'create', '--name', 'bench', '--scope', 'voip:admin');
    const phones: string[] = [];
    for (let i = 0; i < PHONES; i += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, at) => furnish(house, key, i + at));
      phones.push(...(await Promise.all(some)));
    }
    await signIn(house.sipPort, callee, dataOf(phones));
    return {
      numbers: phones.map((_, i) => numberOf(i)),
      port: house.sipPort,
      pids: () => [product.pid, ...childrenOf(product.pid)],
      stop: () => product.stop(),
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

function numberOf(phone: number): string {
  return String(1000 + phone);
}

/** A user with a phone and a number; a line of sipp's data: number, user name, credentials. */
async function furnish(house: PhoneHouse, key: string, i: number): Promise<string> {
  const [userId, number, username] = [`user${i}`, numberOf(i), `user${i}-desk`];
  await insisted(() => makeUser(house.product.url, key, userId));
  const device = { user_id: userId, username, device_name: 'Desk' };
  const { password } = await made(house, '/devices', device);
  await made(house, '/extensions', { number, user_id: userId });
  return `${number};${username};[authentication username=${username} password=${String(password)}]`;
}

async function makeUser(url: string, key: string, id: string): Promise<Answer> {
  const response = await fetch(`${url}/api/v1/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ id }),
  });
  return { status: response.status, body: { user: await response.text() } };
}

function made(house: PhoneHouse, path: string, json: unknown): Promise<Answer['body']> {
  return insisted(() => house.ask('POST', path, json));
}

/** Asks again where the product's rate limits, which are on, say that it was too often. */
async function insisted(ask: () => Promise<Answer>): Promise<Answer['body']> {
  for (;;) {
    const { status, body } = await ask();
    if (status === 201) return body;
    if (status !== 429) throw new Error(`${status}: ${JSON.stringify(body)}`);
    await pause(RETRY_MS);
  }
}

async function signIn(port: number, contactPort: number, data: string): Promise<void> {
  const failed = await callAll({
    callsPerSecond: SIGN_INS_PER_SECOND,
    calls: PHONES,
    target: port,
    via: port,
    scenario: registration(contactPort),
    data,
  });
  if (failed > 0) throw new Error(`${Math.round(failed * PHONES)} phones could not sign in`);
}
