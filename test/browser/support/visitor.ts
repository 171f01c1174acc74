import type { Locator, Page } from 'playwright-core';
import type { Catalogue } from '../../../apps/console/src/i18n/catalogue.ts';

/** Somebody in front of the console, who finds things by what they are called. */
export class Visitor {
  readonly page: Page;
  /** The console's sentences in this visitor's language. */
  readonly text: Catalogue;
  /** Errors of the page, and whatever the content policy has refused. */
  readonly complaints: string[] = [];
  readonly #origin: string;

  constructor(page: Page, text: Catalogue, origin: string) {
    this.page = page;
    this.text = text;
    this.#origin = origin;
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      const said = message.text();
      if (said.includes('Content Security Policy')) this.complaints.push(said);
    });
  }

  async goes(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.#origin).href);
  }

  /** Opens the console signed in. */
  async comesHome(): Promise<void> {
    await this.goes('/');
    await this.heading(this.text.contacts.title).waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1 });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async opens(page: string): Promise<void> {
    await this.page.getByRole('link', { name: page, exact: true }).click();
    await this.heading(page).waitFor();
  }

  /** The row of a contact, once it tells this status. */
  async seesStatus(name: string, status: string): Promise<void> {
    const row = this.page.getByRole('listitem').filter({ hasText: name });
    await row.getByText(status).first().waitFor();
  }

  /** The other side's picture is there and moves. */
  async sees(name: string): Promise<void> {
    const label = this.text.call.theirVideo(name);
    await this.page.waitForFunction((wanted) => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${wanted}"]`);
      const playing = video !== null && video.videoWidth > 0 && video.currentTime > 0;
      return playing && video.getVideoPlaybackQuality().totalVideoFrames > 5;
    }, label);
  }

  /** What a screen reader is told of the call. */
  async isTold(sentence: string): Promise<void> {
    const region = this.page.getByRole('region', { name: this.text.call.region });
    await region.getByRole('status').filter({ hasText: sentence }).waitFor();
  }

  async accepts(choice: string): Promise<void> {
    await this.page.getByRole('alertdialog').getByRole('button', { name: choice }).click();
  }

  async hangsUp(): Promise<void> {
    await this.button(this.text.call.hangUp).click();
  }

  async goesBack(): Promise<void> {
    await this.button(this.text.call.back).click();
  }
}
