import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { G722Encoder } from '../../packages/rtp/src/index.ts';
import { levelled } from './level.ts';

/*
 * Speaks the texts of packages/server/prompts/texts.json by programs of Debian main, and writes what phones are
 * told as G.722 beside it. French by espeak-ng; English by flite, which is the clearer of the two there.
 */
const folder = join(import.meta.dirname, '../../packages/server/prompts');

/** Command lines that speak a text into a WAVE file. */
const VOICES: Readonly<Record<string, (text: string, file: string) => readonly string[]>> = {
  en: (text, file) => [
    'flite',
    '-voice',
    'slt',
    '--setf',
    'duration_stretch=1.1',
    '-t',
    text,
    '-o',
    file,
  ],
  fr: (text, file) => [
    'espeak-ng',
    '-v',
    'fr',
    '-s',
    '140',
    '-p',
    '40',
    '-g',
    '2',
    '-w',
    file,
    text,
  ],
};

/** Without the rumble that no line carries nor the silence around it, but for a moment that codecs need. */
const EFFECTS = [
  ...['highpass', '150', 'rate', '-v', '16000'],
  ...['silence', '1', '0.02', '0.5%', 'reverse', 'silence', '1', '0.02', '0.5%', 'reverse'],
  ...['pad', '0.06', '0.2'],
];

function spoken(language: string, text: string, scratch: string): Int16Array {
  const [speech, trimmed] = [join(scratch, 'speech.wav'), join(scratch, 'trimmed.s16')];
  const [program = '', ...parameters] = VOICES[language]?.(text, speech) ?? [];
  execFileSync(program, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
  const raw = ['-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-L', trimmed];
  execFileSync('sox', ['-D', speech, ...raw, ...EFFECTS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const bytes = readFileSync(trimmed);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
}

function write(file: string, samples: Int16Array): number {
  const octets = new Uint8Array(samples.length >> 1);
  new G722Encoder().encode(samples, octets);
  writeFileSync(file, octets);
  return octets.length;
}

const texts: unknown = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'sge-prompts-'));
let total = 0;
try {
  for (const [language, prompts] of Object.entries(Object(texts))) {
    mkdirSync(join(folder, language), { recursive: true });
    for (const [prompt, text] of Object.entries(Object(prompts))) {
      const samples = levelled(spoken(language, String(text), scratch));
      total += write(join(folder, language, `${prompt}.g722`), samples);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${total} octets of prompts\n`);
