import type { Locator } from 'playwright-core';
import { hears, hearsNoMore, type Look, seesLook } from './meeting-look.ts';
import type { Visitor } from './visitor.ts';

/** Somebody in front of the console who meets others in rooms. */
export class MeetingGuest {
  readonly visitor: Visitor;
  readonly name: string;
  readonly look: Look;

  constructor(visitor: Visitor, name: string, look: Look) {
    this.visitor = visitor;
    this.name = name;
    this.look = look;
  }

  get words(): Visitor['text']['meeting'] {
    return this.visitor.text.meeting;
  }

  get region(): Locator {
    return this.visitor.page.getByRole('region', { name: this.words.region, exact: true });
  }

  /** Opens a room by the page's own dialogue. @returns its address */
  async opensRoom(name: string, options: readonly string[] = []): Promise<string> {
    const { visitor } = this;
    const { nav, rooms } = visitor.text;
    await visitor.opens(nav.rooms);
    await visitor.button(rooms.create).click();
    await visitor.field(rooms.form.name).fill(name);
    for (const option of options) {
      await visitor.page.getByRole('switch', { name: option }).press('Space');
    }
    await visitor.button(rooms.form.submitCreate).click();
    await visitor.heading(name).waitFor();
    return new URL(visitor.page.url()).pathname;
  }

  async enters(address: string): Promise<void> {
    const { visitor } = this;
    if (new URL(visitor.page.url()).pathname !== address) await visitor.goes(address);
    await visitor.button(visitor.text.rooms.entry.join).click();
  }

  /** Is in the meeting: its controls are there. */
  async isIn(): Promise<void> {
    await this.region.getByRole('toolbar', { name: this.words.controls }).waitFor();
  }

  /** The other's picture has their colour and moves, and their tone is heard. */
  async meets(other: MeetingGuest): Promise<void> {
    const { page } = this.visitor;
    await seesLook(page, this.words.video(other.name), other.look);
    await hears(page, other.look);
  }

  async hears(other: MeetingGuest): Promise<void> {
    await hears(this.visitor.page, other.look);
  }

  async hearsNoMore(other: MeetingGuest): Promise<void> {
    await hearsNoMore(this.visitor.page, other.look);
  }

  /** What a screen reader is told. */
  async isTold(sentence: string): Promise<void> {
    await this.visitor.page.getByRole('status').filter({ hasText: sentence }).first().waitFor();
  }

  async openPanel(panel: 'chat' | 'people'): Promise<Locator> {
    const { page } = this.visitor;
    const title = this.words[panel];
    const aside = page.getByRole('complementary', { name: title, exact: true });
    // What waits behind the button is part of its name.
    if ((await aside.count()) === 0) {
      await this.region.getByRole('button', { name: new RegExp(`^${title}`) }).click();
    }
    await aside.waitFor();
    return aside;
  }

  /** A moderator's word about somebody, from the people panel. */
  async moderates(other: MeetingGuest, what: string): Promise<void> {
    const panel = await this.openPanel('people');
    await panel.getByRole('button', { name: this.words.panel.actions(other.name) }).click();
    await this.visitor.page.getByRole('menuitem', { name: what, exact: true }).click();
  }
}
