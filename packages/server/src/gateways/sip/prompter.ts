import type { Prompt } from '../../domain/telephony/index.ts';
import type { Logger } from '../../kernel/index.ts';
import type { PhoneSession } from './phone-session.ts';

export interface PrompterParts {
  readonly phone: () => Pick<PhoneSession, 'play'> | undefined;
  /** The recording of a prompt. */
  readonly fileOf: (prompt: Prompt) => string;
  /** Everything that was to be said has been. */
  readonly onSaid?: () => void;
  readonly logger: Logger;
}

/** Says one prompt after the other to a phone. */
export class Prompter {
  readonly #parts: PrompterParts;
  #waiting: readonly Prompt[] = [];
  /** What the phone is played now; what it was played before may still be told of. */
  #playing: Prompt | undefined;
  #turn = 0;

  constructor(parts: PrompterParts) {
    this.#parts = parts;
  }

  /** In place of what is being said; nothing: silence. */
  say(prompts: readonly Prompt[]): void {
    this.#waiting = prompts;
    this.#next();
  }

  /** The phone has been played something to its end. */
  played(): void {
    if (this.#playing !== undefined) this.#next();
  }

  #next(): void {
    const [prompt, ...waiting] = this.#waiting;
    const wasPlaying = this.#playing !== undefined;
    this.#waiting = waiting;
    this.#playing = undefined;
    this.#turn += 1;
    if (prompt !== undefined) {
      void this.#play(prompt, this.#turn);
      return;
    }
    if (wasPlaying)
      this.#parts
        .phone()
        ?.play(undefined)
        .catch(() => undefined);
    this.#parts.onSaid?.();
  }

  /** The end of what was played before is told before the engine says that it plays this. */
  async #play(prompt: Prompt, turn: number): Promise<void> {
    const { phone, fileOf, logger } = this.#parts;
    try {
      await phone()?.play(fileOf(prompt));
      if (turn === this.#turn) this.#playing = prompt;
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      logger.error({ area: 'voip', prompt, error }, 'a phone could not be told something');
      if (turn === this.#turn) this.#next();
    }
  }
}
