import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Product, type ProductOptions, startProduct } from '../peers/product.ts';
import { ask } from '../peers/rest.ts';

const STEP_MS = 50;
const LIMIT_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The whole product with its SIP side, and how to ask it. */
export interface PhoneHouse {
  readonly product: Product;
  readonly sipPort: number;
  readonly agiPort: number;
  /** An administrator’s token. */
  readonly admin: string;
  /** As an administrator, unless `as` is somebody else's token. */
  ask(method: string, path: string, json?: unknown, as?: string): Promise<Answer>;
  /** Waits until the answer to a GET fits. */
  until(
    path: string,
    fits: (body: Answer['body']) => boolean,
    as?: string,
  ): Promise<Answer['body']>;
  token(userId: string): Promise<string>;
}

export async function openPhoneHouse(
  t: TestContext,
  options: ProductOptions = {},
): Promise<PhoneHouse> {
  const product = await startProduct(options);
  t.after(() => product.stop());
  return await phoneHouseOf(product);
}

/** The same of a product that somebody else has started, and ends. @param known the administrator of an earlier one on its data */
export async function phoneHouseOf(product: Product, known?: string): Promise<PhoneHouse> {
  const ready: unknown = JSON.parse(
    await readFile(join(product.dataFolder, '..', 'ready.json'), 'utf8'),
  );
  const admin = known ?? (await newAdministrator(product));
  const askAs = async (method: string, path: string, json?: unknown, as = admin) => {
    const { status, answer } = await ask(product.url, as, { method, path, body: json });
    const body = typeof answer === 'object' && answer !== null ? { ...answer } : {};
    return { status, body };
  };
  return {
    product,
    sipPort: portIn(ready, 'sip'),
    agiPort: portIn(ready, 'agi'),
    admin,
    ask: askAs,
    until: async (path, fits, as) => {
      const endMs = performance.now() + LIMIT_MS;
      for (;;) {
        const { body } = await askAs('GET', path, undefined, as);
        if (fits(body)) return body;
        if (performance.now() > endMs) throw new Error(`never so: ${JSON.stringify(body)}`);
        await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      }
    },
    token: (userId) => product.token(userId),
  };
}

async function newAdministrator({ sge }: Product): Promise<string> {
  await sge('user', 'create', '--user', 'boss', '--role', 'admin');
  return await sge('token', 'create', '--user', 'boss', '--scope', 'voip:admin');
}

function portIn(ready: unknown, name: string): number {
  if (typeof ready === 'object' && ready !== null && name in ready) {
    const part: unknown = Object.entries(ready).find(([key]) => key === name)?.[1];
    if (typeof part === 'object' && part !== null && 'port' in part) return Number(part.port);
  }
  throw new Error(`the ready file names no port of ${name}`);
}
