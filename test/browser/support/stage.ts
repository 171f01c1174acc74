import type { RoomSettingsInput } from '@sky-genesis/protocol';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../peers/chromium.ts';
import { type Product, startProduct } from '../../peers/product.ts';
import { type Api, request } from '../../peers/rest.ts';
import { type Front, openFront } from './front.ts';
import { type Name, Person, type PersonOptions } from './person.ts';
import { chromiumTab, type Tab } from './tab.ts';

const flags = [
  // Pages without a real microphone's permission would show each other names that only mDNS resolves.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--autoplay-policy=no-user-gesture-required',
] as const;

/** The product and a Chromium beside it, for the tests of one file. */
export class Stage {
  readonly product: Product;
  readonly #front: Front;
  readonly #browser: Browser;
  readonly #tokens = new Map<Name, string>();
  readonly #present: Person[] = [];

  private constructor(product: Product, front: Front, browser: Browser) {
    this.product = product;
    this.#front = front;
    this.#browser = browser;
  }

  static async open({
    realScreen = false,
    env = {},
    args = [],
  }: StageOptions = {}): Promise<Stage> {
    const [product, browser] = await Promise.all([
      startProduct({ env: { SGE_MEDIA_WORKERS: '1', ...env } }),
      launchChromium([...flags, ...args], { fakeDevices: !realScreen }),
    ]);
    return new Stage(product, await openFront(product.url), browser);
  }

  /** Origin of the pages. */
  get url(): string {
    return this.#front.url;
  }

  /** Somebody opens the page in a browser context of their own. */
  async enter(
    name: Name,
    { url = this.url, tab, ...ways }: Partial<EnterOptions> = {},
  ): Promise<Person> {
    const token = await this.token(name);
    const shown = tab ?? (await this.tab());
    const person = await Person.arrive({ name, tab: shown, url, token, ...ways });
    this.#present.push(person);
    return person;
  }

  /** Makes a room that its creator moderates. @returns its id */
  async room(creator: Name, settings: RoomSettingsInput = {}): Promise<string> {
    const api = await this.api(creator);
    const body = await api('POST', '/rooms', { name: 'Réunion', settings });
    return String(Reflect.get(Object(body), 'id'));
  }

  /** The REST API below `/api/v1/voip`, as somebody uses it without the SDK. */
  async api(name: Name): Promise<Api> {
    const token = await this.token(name);
    return (method, path, body) => request(this.product.url, token, { method, path, body });
  }

  async tab(): Promise<Tab> {
    const context = await this.#browser.newContext();
    return chromiumTab(await context.newPage());
  }

  /** Everybody closes their page. */
  async clear(): Promise<void> {
    for (const person of this.#present.splice(0)) await person.leaves();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#front.close();
    await this.product.stop();
  }

  async token(name: Name): Promise<string> {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const token = await this.product.token(name);
    this.#tokens.set(name, token);
    return token;
  }
}

export interface StageOptions {
  /** Pages that share their screen show themselves, not a fake device. */
  readonly realScreen?: boolean;
  /** Configuration of the product. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further arguments of the browser. */
  readonly args?: readonly string[];
}

type EnterOptions = Omit<PersonOptions, 'name' | 'token'>;
