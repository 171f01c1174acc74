import type { JoinRoomOptions } from '@sky-genesis/client';
import { harnessBundle } from './harness-bundle.ts';
import type { MediaCounts } from './page/peer-tap.ts';
import type { PictureFormat } from './page/synthetic-media.ts';
import type { Tab } from './tab.ts';

export interface Appearance {
  readonly toneHz: number;
  readonly rgb: readonly [red: number, green: number, blue: number];
}

/** Far apart in sound and colour, so that nobody is taken for another. */
export const looks = {
  anna: { toneHz: 440, rgb: [210, 30, 30] },
  ben: { toneHz: 1000, rgb: [30, 40, 200] },
  cleo: { toneHz: 1800, rgb: [30, 160, 40] },
  dan: { toneHz: 2600, rgb: [200, 190, 40] },
  eve: { toneHz: 680, rgb: [160, 40, 180] },
} as const satisfies Record<string, Appearance>;

export type Name = keyof typeof looks;

const usualPicture: PictureFormat = { width: 320, height: 240, framesPerS: 20 };

export interface PersonOptions {
  readonly name: Name;
  readonly tab: Tab;
  /** Origin by which this person reaches the server. */
  readonly url: string;
  readonly token: string;
  /** Whether media go through the relay that the tab was given. */
  readonly relayed?: boolean;
  readonly picture?: PictureFormat | undefined;
  /** Whether this person's browser may connect through TURN servers only. */
  readonly turnOnly?: boolean;
  /** Whether the browser itself makes the person’s tone (and hears others by recording them). */
  readonly ownTone?: boolean;
}

/** Somebody in a browser. */
export class Person {
  readonly name: Name;
  readonly #options: PersonOptions;

  private constructor(options: PersonOptions) {
    this.#options = options;
    this.name = options.name;
  }

  /** Opens the page and connects. */
  static async arrive(options: PersonOptions): Promise<Person> {
    const person = new Person(options);
    await person.load();
    return person;
  }

  /** Opens the page, or opens it again as a reload does. */
  async load(): Promise<void> {
    const {
      tab,
      url,
      token,
      name,
      relayed = false,
      turnOnly = false,
      ownTone = false,
    } = this.#options;
    const { toneHz, rgb } = looks[name];
    const { picture = usualPicture } = this.#options;
    const look = { toneHz, colour: `rgb(${rgb.join(' ')})`, picture, ownTone };
    await tab.goto(`${url}/harness`);
    const script = await harnessBundle();
    const options = JSON.stringify({ token, look, relayed, turnOnly });
    await tab.evaluate(
      `(() => { ${script}; return harnessPage.install(${options}).then(() => null); })()`,
    );
  }

  async calls(others: readonly Person[], type: string): Promise<void> {
    const ids = JSON.stringify(others.map(({ name }) => name));
    await this.do(`harness.start(${ids}, '${type}')`);
  }

  /** Something the person does with the call; its promise is awaited. */
  async do(expression: string): Promise<void> {
    await this.#options.tab.evaluate(`Promise.resolve(${expression}).then(() => null)`);
  }

  async ask(expression: string): Promise<unknown> {
    return await this.#options.tab.evaluate(expression);
  }

  async rings(): Promise<void> {
    await this.until(`harness.phase === 'ringing'`);
  }

  async accepts(): Promise<void> {
    await this.rings();
    await this.do('harness.call.accept()');
  }

  async isIn(phase: string): Promise<void> {
    await this.until(`harness.phase === '${phase}'`);
  }

  async hears(other: Person): Promise<void> {
    await this.until(`harness.hears('${other.name}', ${looks[other.name].toneHz})`);
  }

  async sees(other: Person): Promise<void> {
    await this.seesColour(other, looks[other.name].rgb);
  }

  async seesColour(other: Person, rgb: readonly number[]): Promise<void> {
    await this.until(`harness.sees('${other.name}', ${JSON.stringify(rgb)})`);
  }

  /** Takes a seat in the room, or a place before its door. */
  async joins(roomId: string, options: JoinRoomOptions = {}): Promise<void> {
    await this.do(`harness.room.join('${roomId}', ${JSON.stringify(options)})`);
  }

  async isInRoom(phase: string): Promise<void> {
    await this.until(`harness.room.phase === '${phase}'`);
  }

  /** Sees and hears all of these, each by what only they look and sound like, and nobody else. */
  async meets(others: readonly Person[]): Promise<void> {
    const expected = others.map(({ name }) => ({ name, ...looks[name] }));
    await this.until(`harness.room.meets(${JSON.stringify(expected)})`);
  }

  async counts(): Promise<MediaCounts> {
    const json = await this.ask('harness.counts().then(JSON.stringify)');
    return JSON.parse(String(json));
  }

  /** More has been sent, received and, where there was video, decoded than `before`. */
  async movesBeyond(before: MediaCounts): Promise<void> {
    const { bytesSent, bytesReceived, framesDecoded } = before;
    const video = framesDecoded > 0 ? { framesDecoded } : {};
    await this.until(`harness.beyond(${JSON.stringify({ bytesSent, bytesReceived, ...video })})`);
  }

  /** @throws Error that tells what the page knows, when the condition does not come true in time */
  async until(expression: string): Promise<void> {
    try {
      await this.#options.tab.until(expression);
    } catch (cause) {
      const report = await this.ask('JSON.stringify(harness.report(), null, 1)').catch(String);
      throw new Error(`${this.name}: never ${expression}\n${report}`, { cause });
    }
  }

  /** Hangs up, lest the next test find the person busy, and closes the page. */
  async leaves(): Promise<void> {
    await this.do('harness.call?.hangUp()').catch(() => {});
    await this.do('harness.room.session?.leave()').catch(() => {});
    await this.#options.tab.close();
  }
}
