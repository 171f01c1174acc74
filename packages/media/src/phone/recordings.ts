import { readFile, stat } from 'node:fs/promises';
import { readG722 } from './g722-file.ts';
import { readWave, SoundRefused } from './wave-file.ts';

/** Two minutes at 16 kHz. */
const MAX_BYTES = 4_000_000;
/** Files that are kept decoded: the prompts of a few languages. */
const MAX_FILES = 64;

/** Recordings by their files, which are read once: prompts are played again and again. */
export class Recordings {
  readonly #known = new Map<string, Int16Array>();

  /** @throws SoundRefused for a file that is not there, too long, or no recording */
  async read(file: string): Promise<Int16Array> {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const bytes = await contents(file);
    const samples = file.endsWith('.g722') ? readG722(bytes) : readWave(bytes);
    if (this.#known.size >= MAX_FILES) this.#known.clear();
    this.#known.set(file, samples);
    return samples;
  }
}

async function contents(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_BYTES) return await readFile(file);
  } catch (cause) {
    throw new SoundRefused('There is no such recording.', { cause });
  }
  throw new SoundRefused(`A recording has at most ${MAX_BYTES} octets.`);
}
