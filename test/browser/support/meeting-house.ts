import { ConsoleHouse, type Visit } from './console-house.ts';
import { MeetingGuest } from './meeting-guest.ts';
import type { Look } from './meeting-look.ts';

/** Far apart in sound and colour, so that nobody is taken for another. */
const people = {
  amelie: { name: 'Amélie Fontaine', look: { toneHz: 440, rgb: [210, 30, 30] } },
  noor: { name: 'Noor Haddad', look: { toneHz: 1000, rgb: [30, 40, 200] } },
  lena: { name: 'Lena Vogt', look: { toneHz: 1800, rgb: [30, 160, 40] } },
} as const satisfies Record<string, { readonly name: string; readonly look: Look }>;

/** The console on a real server, and people who meet in its rooms. */
export class MeetingHouse {
  readonly console: ConsoleHouse;

  private constructor(console: ConsoleHouse) {
    this.console = console;
  }

  static async open(): Promise<MeetingHouse> {
    const console = await ConsoleHouse.open();
    // All belong to the organisation before anybody reads a list of people.
    for (const [id, { name }] of Object.entries(people)) await console.member(id, name);
    await console.clear();
    return new MeetingHouse(console);
  }

  async guest(id: keyof typeof people, visit: Visit = {}): Promise<MeetingGuest> {
    const { name, look } = people[id];
    return new MeetingGuest(await this.console.member(id, name, { ...visit, look }), name, look);
  }

  /** Amélie reads English and moderates, Noor French. */
  async meeting(noorVisits: Visit = {}) {
    const amelie = await this.guest('amelie');
    const address = await amelie.opensRoom('Team meeting');
    await amelie.enters(address);
    await amelie.isIn();
    const noor = await this.guest('noor', { language: 'fr', ...noorVisits });
    await noor.enters(address);
    await noor.isIn();
    return { amelie, noor, address };
  }

  /** Everybody leaves; what went wrong on their pages comes back. */
  clear(): Promise<readonly string[]> {
    return this.console.clear();
  }

  close(): Promise<void> {
    return this.console.close();
  }
}
