import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Baresip, startBaresip } from '../peers/baresip.ts';
import { heardWithin, latestHeard, recordingsIn } from './recording.ts';
import { likenessOf, type Speech } from './speech.ts';
import { loudness, type Sound, shareOf } from './tone.ts';

const LOOK_MS = 50;
/** By which `time()` lags behind the clock at most (CONFIG_HZ of 100). */
const TICK_MS = 10;
const LIMIT_MS = 10_000;
/** A tone that is there has at least so much of the sound among three, and one that is not at most so much. */
const THERE = 0.2;
const NOT_THERE = 0.02;
/** Words that are the same are so much alike over G.711. */
const TOLD = 0.8;
/** Longer than any prompt. */
const JUST_MS = 7_000;
/** Comparing takes its time. */
const LISTEN_MS = 200;
const TOLD_LIMIT_MS = 20_000;

export interface TonePhoneOptions {
  /** A line of baresip's `accounts`. */
  readonly account: string;
  readonly toneHz: number;
  /** Beside G.711. */
  readonly codecs?: readonly string[];
  /** Further lines of its `config`. */
  readonly config?: readonly string[];
  /** Whether it has somewhere to sign in; else it is there at once. */
  readonly signsIn?: boolean;
}

/** A real phone that plays one tone for as long as it is in a call, and records what it hears. */
export class TonePhone {
  readonly phone: Baresip;
  readonly toneHz: number;
  readonly #folder: string;
  /** Recordings of calls before. */
  #earlier = 0;

  private constructor(phone: Baresip, toneHz: number, folder: string) {
    this.phone = phone;
    this.toneHz = toneHz;
    this.#folder = folder;
  }

  /** Starts it, and waits until it has signed in. */
  static async start(options: TonePhoneOptions): Promise<TonePhone> {
    const { account, toneHz, codecs = [], config = [], signsIn = true } = options;
    const folder = await mkdtemp(join(tmpdir(), 'sge-phone-'));
    const phone = await startBaresip({
      account,
      modules: [...codecs, 'ausine.so', 'sndfile.so'],
      config: [
        ...config,
        `snd_path ${folder}`,
        `audio_source ausine,${toneHz}`,
        // The only form that its tones come in.
        'ausrc_srate 48000',
        'ausrc_channels 2',
        'audio_player aubridge,line',
        'audio_alert aubridge,bell',
      ],
    });
    const started = new TonePhone(phone, toneHz, folder);
    try {
      if (signsIn) await phone.event('REGISTER_OK');
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async dials(uri: string): Promise<void> {
    await this.#listensAnew();
    await this.phone.command('dial', uri);
  }

  async answers(): Promise<void> {
    await this.phone.event('CALL_INCOMING');
    await this.#listensAnew();
    await this.phone.command('accept');
  }

  async hangsUp(): Promise<void> {
    await this.phone.command('hangup');
  }

  async presses(keys: string): Promise<void> {
    await this.phone.command('sndcode', keys);
  }

  /** In all its calls so far (RFC 4733). */
  get keysHeard(): string {
    const presses = this.phone.events.filter(({ type }) => type === 'CALL_DTMF_START');
    return presses.map(({ param }) => param).join('');
  }

  /** It has heard these keys so far, and no others. */
  async hearsKeys(keys: string): Promise<void> {
    while (this.keysHeard.length < keys.length) await this.phone.event('CALL_DTMF_END');
    if (this.keysHeard !== keys) throw new Error(`heard ${this.keysHeard} in place of ${keys}`);
  }

  /** The call is over. */
  async isLeft(): Promise<void> {
    await this.phone.event('CALL_CLOSED');
  }

  async stop(): Promise<void> {
    await this.phone.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Hears each of these tones now, and not its own. */
  async hears(...tones: readonly number[]): Promise<void> {
    await this.#until(
      (sound) => {
        const heard = tones.every((toneHz) => shareOf(toneHz, sound) > THERE);
        return heard && shareOf(this.toneHz, sound) < NOT_THERE;
      },
      `${tones.join(' and ')} Hz`,
    );
  }

  /** Hears nothing of this tone now. */
  async hearsNot(toneHz: number): Promise<void> {
    await this.#until((sound) => shareOf(toneHz, sound) < NOT_THERE, `end of ${toneHz} Hz`);
  }

  /** What it has heard before is not what it hears in the next call. */
  async #listensAnew(): Promise<void> {
    const names = await recordingsIn(this.#folder);
    this.#earlier = names.length;
    const last = names.at(-1);
    if (last === undefined) return;
    // They are named by the second: another of the same would take the place of the last.
    const { birthtimeMs } = await stat(join(this.#folder, last));
    const nextMs = 1000 * (Math.floor(birthtimeMs / 1000) + 1) + TICK_MS;
    while (Date.now() < nextMs) await setTimeout(nextMs - Date.now());
  }

  /** Has just heard these words. */
  async isTold(speech: Speech): Promise<void> {
    const endMs = performance.now() + TOLD_LIMIT_MS;
    for (;;) {
      const likeness = await this.likenessOf(speech);
      if (likeness > TOLD) return;
      if (performance.now() > endMs) {
        const told = JSON.stringify(this.phone.events.slice(-5));
        throw new Error(
          `no words of ${speech.name}: alike by ${likeness.toFixed(2)}, after ${told}`,
        );
      }
      await setTimeout(LISTEN_MS);
    }
  }

  /** How like these words what it has just heard is at most: 1 for the very same. */
  async likenessOf(speech: Speech): Promise<number> {
    const sound = await heardWithin(this.#folder, this.#earlier, JUST_MS);
    return sound === undefined ? 0 : likenessOf(speech, sound);
  }

  async #until(fits: (sound: Sound) => boolean, what: string): Promise<void> {
    const endMs = performance.now() + LIMIT_MS;
    for (;;) {
      const sound = await latestHeard(this.#folder, this.#earlier);
      if (sound !== undefined && fits(sound)) return;
      if (performance.now() > endMs) throw new Error(`no ${what}, but ${described(sound)}`);
      await setTimeout(LOOK_MS);
    }
  }
}

/** By its strongest tones. */
function described(sound: Sound | undefined): string {
  if (sound === undefined) return 'nothing was recorded';
  const all = Array.from({ length: 175 }, (_, index) => 20 * (index + 1));
  const shares = all.map((toneHz) => ({ toneHz, share: shareOf(toneHz, sound) }));
  const strongest = shares.sort((a, b) => b.share - a.share).slice(0, 4);
  const named = strongest.map(({ toneHz, share }) => `${toneHz} Hz: ${share.toFixed(2)}`);
  return `loudness ${loudness(sound).toFixed()}, ${named.join(', ')}`;
}
