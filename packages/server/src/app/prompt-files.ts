import { join } from 'node:path';
import type { Prompt, SpokenLanguage } from '../domain/telephony/index.ts';

const FOLDER = join(import.meta.dirname, '../../prompts');

/** The recording of what phones are told, as `npm run prompts` makes it. */
export function promptFile(language: SpokenLanguage, prompt: Prompt): string {
  return join(FOLDER, language, `${prompt}.g722`);
}
