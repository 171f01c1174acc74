import { SILENCE_DBOV } from './audio-level.ts';

export interface SpeakerRules {
  /** What is quieter than this many -dBov is no speech. */
  readonly floorDbov: number;
  /** How much louder, in dB, another has to be. */
  readonly marginDb: number;
  /** For how long, in ms: a cough takes no one's place. */
  readonly challengeMs: number;
  /** Nobody is replaced earlier than this after becoming the speaker. */
  readonly holdMs: number;
}

export const SPEAKER_RULES: SpeakerRules = {
  floorDbov: 50,
  marginDb: 3,
  challengeMs: 400,
  holdMs: 1000,
};

/** Loudness follows a rise quickly and a fall slowly, so that pauses between words do not count. */
const RISE_MS = 150;
const FALL_MS = 800;
const SILENT_MS = 200;

interface Source {
  /** dB above the floor, smoothed. */
  loudnessDb: number;
  updatedMs: number;
  /** Since when it has been the loudest but the speaker. */
  challengesMs: number | undefined;
}

/**
 * Who speaks, by the audio levels of RFC 6464: the loudest source, with hysteresis in level and time.
 * A source that sends nothing (DTX) fades by itself. The speaker stays when all are silent.
 */
export class ActiveSpeaker {
  readonly #rules: SpeakerRules;
  readonly #sources = new Map<string, Source>();
  #speaker: string | undefined;
  #sinceMs = 0;

  constructor(rules: SpeakerRules = SPEAKER_RULES) {
    this.#rules = rules;
  }

  /** One packet's level, 0 to 127 in -dBov. */
  hear(source: string, levelDbov: number, nowMs: number): void {
    const known = this.#sources.get(source);
    const aboveDb = Math.max(0, this.#rules.floorDbov - Math.min(SILENCE_DBOV, levelDbov));
    if (known === undefined) {
      this.#sources.set(source, { loudnessDb: 0, updatedMs: nowMs, challengesMs: undefined });
      return;
    }
    const elapsedMs = Math.max(0, nowMs - known.updatedMs);
    const timeMs = aboveDb > known.loudnessDb ? RISE_MS : FALL_MS;
    known.loudnessDb += (aboveDb - known.loudnessDb) * (1 - Math.exp(-elapsedMs / timeMs));
    known.updatedMs = nowMs;
  }

  remove(source: string): void {
    this.#sources.delete(source);
    if (this.#speaker === source) this.#speaker = undefined;
  }

  /** The speaker now; undefined until somebody spoke. Call it every 100 ms or so. */
  speaker(nowMs: number): string | undefined {
    const [loudest] = this.loudest(1, nowMs);
    for (const [name, source] of this.#sources)
      if (name !== loudest || name === this.#speaker) source.challengesMs = undefined;
    if (loudest === undefined || loudest === this.#speaker) return this.#speaker;
    const challenger = this.#sources.get(loudest);
    if (challenger !== undefined && this.#mayTakeOver(challenger, nowMs)) {
      this.#speaker = loudest;
      this.#sinceMs = nowMs;
      challenger.challengesMs = undefined;
    }
    return this.#speaker;
  }

  /** The loudest sources first, silent ones left out: who is worth forwarding in a large room. */
  loudest(count: number, nowMs: number): readonly string[] {
    return this.heard(nowMs)
      .slice(0, count)
      .map(({ source }) => source);
  }

  /** All that are above the floor, by their smoothed level, the loudest first. */
  heard(nowMs: number): readonly { readonly source: string; readonly levelDbov: number }[] {
    return [...this.#sources]
      .map(([source, state]) => ({ source, loudnessDb: faded(state, nowMs) }))
      .filter(({ loudnessDb }) => loudnessDb >= 1)
      .sort((a, b) => b.loudnessDb - a.loudnessDb)
      .map(({ source, loudnessDb }) => ({
        source,
        levelDbov: Math.round(this.#rules.floorDbov - loudnessDb),
      }));
  }

  #mayTakeOver(challenger: Source, nowMs: number): boolean {
    const present = this.#speaker === undefined ? undefined : this.#sources.get(this.#speaker);
    if (present === undefined) return true;
    if (faded(challenger, nowMs) < faded(present, nowMs) + this.#rules.marginDb) {
      challenger.challengesMs = undefined;
      return false;
    }
    challenger.challengesMs ??= nowMs;
    return (
      nowMs - challenger.challengesMs >= this.#rules.challengeMs &&
      nowMs - this.#sinceMs >= this.#rules.holdMs
    );
  }
}

function faded(source: Source, nowMs: number): number {
  const silentMs = nowMs - source.updatedMs - SILENT_MS;
  return silentMs <= 0 ? source.loudnessDb : source.loudnessDb * Math.exp(-silentMs / FALL_MS);
}
