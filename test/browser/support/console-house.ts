import { dirname } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Catalogue } from '../../../apps/console/src/i18n/catalogue.ts';
import { en } from '../../../apps/console/src/i18n/en.ts';
import { fr } from '../../../apps/console/src/i18n/fr.ts';
import { buildConsole } from '../../../scripts/bootstrap/console-build.mjs';
import { launchChromium } from '../../peers/chromium.ts';
import { type Product, startProduct } from '../../peers/product.ts';
import { type Look, openEars, takeLook } from './meeting-look.ts';
import { Visitor } from './visitor.ts';

export const password = 'a quiet morning by the sea';

const flags = [
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--autoplay-policy=no-user-gesture-required',
];

const speech = {
  en: { locale: 'en-GB', text: en },
  fr: { locale: 'fr-FR', text: fr },
} as const;

export interface Visit {
  readonly language?: keyof typeof speech;
  readonly phone?: boolean;
  readonly dark?: boolean;
  readonly role?: 'user' | 'admin';
  /** JavaScript that runs before the page's own. */
  readonly prelude?: string;
  /** Camera and microphone by which one is known again. */
  readonly look?: Look;
}

type CookieState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** The built console on a real server, and the people in front of it. */
export class ConsoleHouse {
  product: Product;
  /** Where the console is: passkeys and secure pages need a host name, not an address. */
  readonly origin: string;
  /** The one-time link that the first start has printed. */
  readonly firstLink: string;
  readonly #browser: Browser;
  readonly #sessions = new Map<string, CookieState>();
  readonly #visitors: Visitor[] = [];

  private constructor(product: Product, browser: Browser, firstLink: string) {
    this.product = product;
    this.#browser = browser;
    this.firstLink = firstLink;
    this.origin = new URL(firstLink).origin;
  }

  static async open(): Promise<ConsoleHouse> {
    buildConsole(process.execPath);
    // One after the other: a server that does not start leaves no browser behind.
    const product = await startProduct();
    const browser = await launchChromium(flags);
    const link = /https?:\S+\/invite#\S+/.exec(product.output())?.[0];
    if (link === undefined) throw new Error(`no link printed:\n${product.output()}`);
    return new ConsoleHouse(product, browser, link);
  }

  /** Somebody with a browser of their own, at no address yet; as `who` if they have signed in before. */
  async visitor({ language = 'en', phone, dark, prelude, look }: Visit = {}, who?: string) {
    const { locale, text } = speech[language];
    const state = who === undefined ? undefined : this.#sessions.get(who);
    const context = await this.#browser.newContext({
      locale,
      viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
      hasTouch: phone ?? false,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      permissions: ['camera', 'microphone'],
      ...(state === undefined ? {} : { storageState: state }),
    });
    if (prelude !== undefined) await context.addInitScript(prelude);
    if (look !== undefined) {
      await context.addInitScript(takeLook, look);
      await context.addInitScript(openEars);
    }
    const visitor = new Visitor(await context.newPage(), text satisfies Catalogue, this.origin);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** A member of the organisation on the contacts page; made on first use. */
  async member(id: string, name: string, visit: Visit = {}): Promise<Visitor> {
    if (!this.#sessions.has(id)) await this.#settle(id, name, visit.role ?? 'user');
    const visitor = await this.visitor(visit, id);
    await visitor.comesHome();
    return visitor;
  }

  /** A one-time link for somebody new. */
  async invite(id: string, name: string, role: 'user' | 'admin' = 'user'): Promise<string> {
    const named = ['--user', id, '--name', name, '--role', role];
    const printed = new URL(await this.product.sge('user', 'invite', ...named));
    // The command knows the configured address, this server listens where it was told at start.
    return `${this.origin}${printed.pathname}${printed.hash}`;
  }

  /** Everybody leaves; what went wrong on their pages comes back. */
  async clear(): Promise<readonly string[]> {
    const visitors = this.#visitors.splice(0);
    for (const { page } of visitors) await page.context().close();
    return visitors.flatMap(({ complaints }) => complaints);
  }

  /** The server again after a kill: same data, same address. */
  async restart(): Promise<void> {
    const folder = dirname(this.product.dataFolder);
    const env = { SGE_HTTP_PORT: new URL(this.origin).port };
    this.product = await startProduct({ folder, env });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.product.stop();
  }

  /** Takes an invitation without the page: what the page makes of one is another test's matter. */
  async #settle(id: string, name: string, role: 'user' | 'admin'): Promise<void> {
    const link = await this.invite(id, name, role);
    const context = await this.#browser.newContext();
    const answer = await context.request.post(`${this.origin}/api/v1/auth/invitations/accept`, {
      headers: { origin: this.origin },
      data: { token: new URL(link).hash.slice(1), password },
    });
    if (!answer.ok()) throw new Error(await answer.text());
    this.#sessions.set(id, await context.storageState());
    await context.close();
  }
}
